using Microsoft.AspNetCore.Http;
using Orleans.Ingest.Web.Keys;
using Orleans.Ingest.Web.Sites;

namespace Orleans.Ingest.Web.Access;

/// <summary>Finds out what a request may do: by a key as <c>Authorization: Bearer …</c>, or by the console's cookie.</summary>
internal sealed class Authentication(IAdminKey admin, ApiKeys keys, ConsoleCookie cookies)
{
    private const string Scheme = "Bearer ";

    /// <summary>Null when the request has no key that is valid now.</summary>
    public ValueTask<ApiAccess?> OfAsync(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        // Who sends a key means it: a wrong one is not made good by a cookie.
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return OfKeyAsync(header.AsSpan(Scheme.Length).Trim().ToString());
        return cookies.Read(http.Request) is { } session ? OfSessionAsync(session) : default;
    }

    /// <summary>What a key may do; null when it is none.</summary>
    public async ValueTask<ApiAccess?> OfKeyAsync(string key)
    {
        if (admin.Matches(key)) return new(null, null, ByCookie: false);
        return await keys.FindAsync(key) is { } named ? new(named.Id, named.SiteId, ByCookie: false) : null;
    }

    // The key that was logged in with may have been revoked.
    private async ValueTask<ApiAccess?> OfSessionAsync(ConsoleSession session)
    {
        if (session.KeyId is not { } id) return new(null, null, ByCookie: true);
        return await keys.FindAsync(id) is { } named ? new(id, named.SiteId, ByCookie: true) : null;
    }
}
