using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Web.Script;

/// <summary>Serves the official tracker under <c>/js/</c>, so that one script tag is all a site needs, old ones included.</summary>
public static class ScriptEndpoint
{
    // Few of the 2,048 sets are ever asked for; all of them together are some 30 MB, so none is ever thrown away.
    private static readonly ScriptFile?[] Files = new ScriptFile?[ScriptName.Count];

    /// <summary>Adds the route.</summary>
    public static void MapScript(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        routes.MapMethods("/js/{file}", [HttpMethods.Get, HttpMethods.Head], (RequestDelegate)Serve);
    }

    private static async Task Serve(HttpContext context)
    {
        if (ScriptName.Parse(context.Request.RouteValues["file"] as string) is not { } features)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        // Two first requests may both build the file; the results are equal.
        var own = features & ~ScriptFeatures.ClientHints;
        var script = Files[(int)own] ??= ScriptFile.For(own);
        var headers = context.Response.Headers;
        if (own != features) headers["Accept-CH"] = ClientHints.Wanted;
        headers.ContentType = "application/javascript; charset=utf-8";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers.AccessControlAllowOrigin = "*";
        headers.CacheControl = "public, max-age=86400";
        headers.ETag = script.ETag;
        headers.Vary = "Accept-Encoding";
        if (Matches(context.Request.Headers.IfNoneMatch, script.ETag))
        {
            headers.ContentType = default;
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var body = Encode(context.Request.Headers.AcceptEncoding, script, headers);
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static byte[] Encode(StringValues accepted, ScriptFile script, IHeaderDictionary headers)
    {
        if (Accepts(accepted, "br"))
        {
            headers.ContentEncoding = "br";
            return script.Brotli;
        }

        if (!Accepts(accepted, "gzip")) return script.Plain;
        headers.ContentEncoding = "gzip";
        return script.Gzip;
    }

    private static bool Accepts(StringValues accepted, string encoding) =>
        StringWithQualityHeaderValue.TryParseList(accepted, out var list)
        && list.Any(one => one.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && one.Quality is not 0);

    private static bool Matches(StringValues sent, string tag) =>
        EntityTagHeaderValue.TryParseList(sent, out var list)
        && list.Any(one => one.Tag == "*" || one.Tag == tag);
}
