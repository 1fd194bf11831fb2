using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Orleans.Ingest.ClickHouse.Embedded.Sql;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>Reads query string and headers as ClickHouse's HTTP interface does.</summary>
internal static class QueryRequestParser
{
    private const string ParameterPrefix = "param_";
    private const int MaxSessionSeconds = 3600;
    private static readonly TimeSpan DefaultSessionTimeout = TimeSpan.FromSeconds(60);

    // Of the HTTP interface itself, not settings of the engine. What only makes a difference to a server behind a network
    // (progress headers, CORS, quotas, stack traces) is taken and does nothing.
    private static readonly HashSet<string> OfTheInterface = new(StringComparer.Ordinal)
    {
        "query", "query_id", "user", "password", "database", "default_format", "session_id", "session_timeout", "session_check", "close_session",
        "quota_key", "role", "compress", "decompress", "enable_http_compression", "http_zlib_compression_level", "buffer_size", "wait_end_of_query",
        "stacktrace", "send_progress_in_http_headers", "http_headers_progress_interval_ms", "add_http_cors_header", "readonly", "client_protocol_version",
        "http_wait_end_of_query", "http_response_buffer_size", "http_write_exception_in_output_format", "cancel_http_readonly_queries_on_client_close",
    };

    /// <param name="http">Method and headers.</param>
    /// <param name="values">Query string and form.</param>
    public static QueryRequest Parse(HttpRequest http, IReadOnlyDictionary<string, StringValues> values)
    {
        string? One(string name) => values.TryGetValue(name, out var found) ? found[^1] : null;
        string? Header(string name) => http.Headers.TryGetValue(name, out var found) ? found[^1] : null;

        if (One("role") is { Length: > 0 } role) throw new RequestRefusedException($"Code: 512. DB::Exception: Role {role} should be granted to set as current. (SET_NON_GRANTED_ROLE)");
        var (user, password) = Credentials.Read(http, One);
        var readOnly = One("readonly") is { } level && level != "0";
        return new QueryRequest
        {
            Query = One("query") ?? "",
            QueryId = (One("query_id") ?? Header("X-ClickHouse-Query-Id")) is { Length: > 0 } id ? id : NewQueryId(),
            User = user,
            Password = password,
            Database = (One("database") ?? Header("X-ClickHouse-Database")) is { Length: > 0 } database ? database : null,
            Format = (One("default_format") ?? Header("X-ClickHouse-Format")) is { Length: > 0 } format ? format : OutputFormat.Default,
            Parameters = [.. Pairs(values).Where(pair => pair.Key.StartsWith(ParameterPrefix, StringComparison.Ordinal)).Select(pair => new KeyValuePair<string, string>(pair.Key[ParameterPrefix.Length..], pair.Value))],
            Settings = [.. Pairs(values).Where(pair => !pair.Key.StartsWith(ParameterPrefix, StringComparison.Ordinal) && !OfTheInterface.Contains(pair.Key)).Select(Setting)],
            MustNotWrite = readOnly || HttpMethods.IsGet(http.Method) || HttpMethods.IsHead(http.Method),
            MayCompress = IsOn(One("enable_http_compression")),
            WantsBlocks = IsOn(One("compress")),
            SendsBlocks = IsOn(One("decompress")),
            WaitsForEnd = IsOn(One("wait_end_of_query") ?? One("http_wait_end_of_query")),
            HeldBytes = HeldBytes(One("buffer_size") ?? One("http_response_buffer_size")),
            SessionId = One("session_id") is { Length: > 0 } session ? session : null,
            SessionTimeout = SessionTimeout(One("session_timeout")),
            SessionMustExist = IsOn(One("session_check")),
            ClosesSession = IsOn(One("close_session")),
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(IReadOnlyDictionary<string, StringValues> values) =>
        values.Select(pair => new KeyValuePair<string, string>(pair.Key, pair.Value[^1] ?? ""));

    // Names go into a SET statement as they are.
    private static KeyValuePair<string, string> Setting(KeyValuePair<string, string> pair) =>
        pair.Key.Length > 0 && (char.IsAsciiLetter(pair.Key[0]) || pair.Key[0] == '_') && pair.Key.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.')
            ? pair
            : throw new RequestRefusedException($"Code: 115. DB::Exception: Unknown setting '{pair.Key}'. (UNKNOWN_SETTING)");

    private static TimeSpan SessionTimeout(string? value)
    {
        if (value is null) return DefaultSessionTimeout;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MaxSessionSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new RequestRefusedException($"Code: 374. DB::Exception: Invalid session timeout: '{value}': give whole seconds, at most {MaxSessionSeconds}. (INVALID_SESSION_TIMEOUT)");
    }

    // 0 is the server's word for its own size.
    private static long HeldBytes(string? value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0 ? bytes : Answer.DefaultHeldBytes;

    private static bool IsOn(string? value) => value is "1" or "true";

    private static string NewQueryId() => new Guid(RandomNumberGenerator.GetBytes(16)).ToString();
}
