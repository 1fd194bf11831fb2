using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Orleans.Ingest.ClickHouse.Embedded.Sql;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>Reads query string and headers as ClickHouse's HTTP interface does.</summary>
internal static class QueryRequestParser
{
    private const string ParameterPrefix = "param_";

    // Of the HTTP interface itself, not settings of the engine. Progress headers and early buffering make no difference
    // here: an answer begins when its query has ended.
    private static readonly HashSet<string> OfTheInterface = new(StringComparer.Ordinal)
    {
        "query", "query_id", "user", "password", "database", "default_format", "session_id", "session_timeout", "session_check", "close_session",
        "quota_key", "role", "compress", "decompress", "enable_http_compression", "http_zlib_compression_level", "buffer_size", "wait_end_of_query",
        "stacktrace", "send_progress_in_http_headers", "http_headers_progress_interval_ms", "add_http_cors_header", "readonly", "client_protocol_version",
        "http_wait_end_of_query", "http_response_buffer_size", "http_write_exception_in_output_format", "cancel_http_readonly_queries_on_client_close",
    };

    public static QueryRequest Parse(HttpRequest http)
    {
        var values = http.Query;
        string? One(string name) => values.TryGetValue(name, out var found) ? found[^1] : null;
        string? Header(string name) => http.Headers.TryGetValue(name, out var found) ? found[^1] : null;

        RefuseWhatIsMissing(One);
        var (user, password) = Credentials(http, One, Header);
        var readOnly = One("readonly") is { } level && level != "0";
        return new QueryRequest
        {
            Query = One("query") ?? "",
            QueryId = One("query_id") is { Length: > 0 } id ? id : NewQueryId(),
            User = user,
            Password = password,
            Database = (One("database") ?? Header("X-ClickHouse-Database")) is { Length: > 0 } database ? database : null,
            Format = (One("default_format") ?? Header("X-ClickHouse-Format")) is { Length: > 0 } format ? format : OutputFormat.Default,
            Parameters = [.. Pairs(values).Where(pair => pair.Key.StartsWith(ParameterPrefix, StringComparison.Ordinal)).Select(pair => new KeyValuePair<string, string>(pair.Key[ParameterPrefix.Length..], pair.Value))],
            Settings = [.. Pairs(values).Where(pair => !pair.Key.StartsWith(ParameterPrefix, StringComparison.Ordinal) && !OfTheInterface.Contains(pair.Key)).Select(Setting)],
            MustNotWrite = readOnly || HttpMethods.IsGet(http.Method) || HttpMethods.IsHead(http.Method),
            MayCompress = IsOn(One("enable_http_compression")),
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(IQueryCollection values) =>
        values.Select(pair => new KeyValuePair<string, string>(pair.Key, pair.Value[^1] ?? ""));

    // Names go into a SET statement as they are.
    private static KeyValuePair<string, string> Setting(KeyValuePair<string, string> pair) =>
        pair.Key.Length > 0 && (char.IsAsciiLetter(pair.Key[0]) || pair.Key[0] == '_') && pair.Key.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.')
            ? pair
            : throw new RequestRefusedException($"Code: 115. DB::Exception: Unknown setting '{pair.Key}'. (UNKNOWN_SETTING)");

    private static (string User, string Password) Credentials(HttpRequest http, Func<string, string?> one, Func<string, string?> header)
    {
        var authorization = header("Authorization");
        if (header("X-ClickHouse-User") is { } user || header("X-ClickHouse-Key") is not null)
            return (header("X-ClickHouse-User") ?? "default", header("X-ClickHouse-Key") ?? "");
        if (string.IsNullOrEmpty(authorization)) return (one("user") ?? "default", one("password") ?? "");

        const string Basic = "Basic ";
        if (!authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
            throw new RequestRefusedException("Code: 516. DB::Exception: Invalid authentication: only HTTP Basic is known here. (AUTHENTICATION_FAILED)");
        var decoded = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[Basic.Length..].Trim(), decoded, out var length))
            throw new RequestRefusedException("Code: 516. DB::Exception: Invalid authentication: the Authorization header is not Base64. (AUTHENTICATION_FAILED)");
        var pair = Encoding.UTF8.GetString(decoded, 0, length);
        var colon = pair.IndexOf(':');
        return colon < 0 ? (pair, "") : (pair[..colon], pair[(colon + 1)..]);
    }

    private static void RefuseWhatIsMissing(Func<string, string?> one)
    {
        if (IsOn(one("compress")) || IsOn(one("decompress")))
            throw new RequestRefusedException("Code: 48. DB::Exception: compress and decompress (ClickHouse's own block format) are not supported by the embedded endpoint: use enable_http_compression with gzip. (NOT_IMPLEMENTED)");
        if (one("session_id") is { Length: > 0 })
            throw new RequestRefusedException("Code: 48. DB::Exception: Sessions are not supported by the embedded endpoint: leave session_id out. (NOT_IMPLEMENTED)");
        if (one("role") is { Length: > 0 } role)
            throw new RequestRefusedException($"Code: 512. DB::Exception: Role {role} should be granted to set as current. (SET_NON_GRANTED_ROLE)");
    }

    private static bool IsOn(string? value) => value is "1" or "true";

    private static string NewQueryId() => new Guid(RandomNumberGenerator.GetBytes(16)).ToString();
}
