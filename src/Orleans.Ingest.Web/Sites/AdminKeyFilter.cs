using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.Web.Access;
using Orleans.Ingest.Web.Events;

namespace Orleans.Ingest.Web.Sites;

/// <summary>
/// Lets a request pass that carries a key as <c>Authorization: Bearer …</c>, or the console's cookie. A key of one site opens that site's routes, those with its
/// domain in the path, and no other unless they are marked with <see cref="SiteKeysAllowed"/>.
/// </summary>
internal static class AdminKeyFilter
{
    public static async ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!http.RequestServices.GetRequiredService<AdminAddresses>().Allows(http)) return Results.NotFound();
        var (found, refusal) = await FindAsync(http);
        if (refusal is not null) return refusal;
        if (found is not { } access)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return ApiErrors.Unauthorized();
        }

        if (access.ByCookie && !SameOrigin.Holds(http.Request)) return ApiErrors.Forbidden("a browser sent this from another page: use the console itself, or send the key as 'Authorization: Bearer <key>'");
        if (access.SiteId is not null && !await AllowsAsync(access, http)) return ApiErrors.OtherSite();
        http.Features.Set(access);
        return await next(context);
    }

    /// <summary>What a request may do; null when it has no key. Or what to answer to a key that is wrong: whoever tries many has to wait, at whatever route.</summary>
    public static async ValueTask<(ApiAccess? Access, IResult? Refusal)> FindAsync(HttpContext http)
    {
        var authentication = http.RequestServices.GetRequiredService<Authentication>();
        if (http.Request.Headers.Authorization.Count == 0) return (await authentication.OfAsync(http), null);
        var tries = http.RequestServices.GetRequiredService<FailedLogIns>();
        var address = http.RequestServices.GetRequiredService<VisitorResolver>().Resolve(http).Address;
        if (tries.MustWait(address))
        {
            http.Response.Headers.RetryAfter = "60";
            return (null, ApiErrors.TooManyWrongKeys());
        }

        if (await authentication.OfAsync(http) is { } access) return (access, null);
        tries.Add(address, http.Request.Headers.Authorization.ToString());
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return (null, ApiErrors.Unauthorized());
    }

    /// <summary>What the request of a route behind the filter may do.</summary>
    public static ApiAccess AccessOf(HttpContext http) => http.Features.GetRequiredFeature<ApiAccess>();

    private static async ValueTask<bool> AllowsAsync(ApiAccess access, HttpContext http)
    {
        if (http.Request.RouteValues["domain"] is not string domain) return http.GetEndpoint()?.Metadata.GetMetadata<SiteKeysAllowed>() is not null;
        return await SitesApi.FindAsync(domain, http.RequestServices.GetRequiredService<IGrainFactory>()) is var (_, site) && access.Allows(site.Id);
    }
}
