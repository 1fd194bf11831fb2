using System.Text;
using Microsoft.AspNetCore.Http;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>Name and password of a request: by ClickHouse's headers, by HTTP Basic, or in the query string; never by two of them.</summary>
internal readonly record struct Credentials(string User, string Password)
{
    private const string Basic = "Basic ";

    /// <param name="http">Its headers are read.</param>
    /// <param name="one">A value of the query string.</param>
    public static Credentials Read(HttpRequest http, Func<string, string?> one)
    {
        var user = Last(http, "X-ClickHouse-User");
        var key = Last(http, "X-ClickHouse-Key");
        var authorization = Last(http, "Authorization");
        var areInQuery = one("user") is not null || one("password") is not null;
        if (user.Length > 0 || key.Length > 0)
        {
            if (authorization.Length > 0) throw Mixed("X-ClickHouse HTTP headers", "Authorization HTTP header");
            if (areInQuery) throw Mixed("X-ClickHouse HTTP headers", "authentication via parameters");
            return Named(user, key, "X-ClickHouse HTTP headers");
        }

        if (authorization.Length == 0) return Named(one("user") ?? "default", one("password") ?? "", "authentication via parameters");
        if (areInQuery) throw Mixed("Authorization HTTP header", "authentication via parameters");
        return OfBasic(authorization);
    }

    private static Credentials OfBasic(string authorization)
    {
        if (!authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
            throw Refused($"Invalid authentication: '{authorization.Split(' ')[0]}' HTTP Authorization scheme is not supported: use Basic");
        var decoded = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[Basic.Length..].Trim(), decoded, out var length))
            throw Refused("Invalid authentication: the Authorization header is not Base64");
        var pair = Encoding.UTF8.GetString(decoded, 0, length);
        var colon = pair.IndexOf(':');
        return colon < 0 ? Named(pair, "", "Authorization HTTP header") : Named(pair[..colon], pair[(colon + 1)..], "Authorization HTTP header");
    }

    private static Credentials Named(string user, string password, string method) =>
        user.Length > 0 ? new(user, password) : throw Refused($"Got an empty user name from {method}");

    private static string Last(HttpRequest http, string header) => http.Headers.TryGetValue(header, out var found) ? found[^1] ?? "" : "";

    private static RequestRefusedException Mixed(string one, string other) =>
        Refused($"Invalid authentication: it is not allowed to use {one} and {other} simultaneously");

    private static RequestRefusedException Refused(string reason) => new($"Code: 516. DB::Exception: {reason}. (AUTHENTICATION_FAILED)");
}
