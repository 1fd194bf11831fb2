using Microsoft.AspNetCore.Http;

namespace Orleans.Ingest.Web.Access;

/// <summary>Whether a request that a browser sends with our cookie comes from our own page.</summary>
internal static class SameOrigin
{
    /// <summary>True for what changes nothing, and for what the browser says is sent by a page of this origin.</summary>
    public static bool Holds(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return true;
        // No page can forge it; browsers send it over https and to loopback.
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site) return site == "same-origin";
        return Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var origin)
            && string.Equals(origin.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
