using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Ingest.Web.Sites;

/// <summary>Lets a request pass that carries the key as <c>Authorization: Bearer …</c>.</summary>
internal static class AdminKeyFilter
{
    private const string Scheme = "Bearer ";

    public static ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (IsAuthorized(http)) return next(context);
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return ValueTask.FromResult<object?>(ApiErrors.Unauthorized());
    }

    public static bool IsAuthorized(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && http.RequestServices.GetRequiredService<IAdminKey>().Matches(header.AsSpan(Scheme.Length).Trim());
    }
}
