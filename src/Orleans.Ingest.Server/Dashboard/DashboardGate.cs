using System.Buffers.Text;
using System.Text;
using Orleans.Ingest.Web.Sites;

namespace Orleans.Ingest.Server.Dashboard;

/// <summary>
/// Lets a request of the dashboard pass that carries the admin key: as the password of HTTP's Basic scheme, which browsers ask for (any user name will
/// do), or as a bearer token. The states of grains are shown to nobody: one of them holds the salts.
/// </summary>
internal static class DashboardGate
{
    private const string Basic = "Basic ";
    private const string Bearer = "Bearer ";
    private const string GrainStates = OrleansDashboard.Path + "/GrainState";

    public static async ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!IsAuthorized(http))
        {
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"Orleans.Ingest\", charset=\"UTF-8\"";
            return Results.Text("The dashboard needs the admin key: as the password, with any user name.\n", statusCode: StatusCodes.Status401Unauthorized);
        }

        if (http.Request.Path.StartsWithSegments(GrainStates, StringComparison.OrdinalIgnoreCase))
            return Results.Text("The states of grains are not shown: they hold the salts that protect visitors.\n", statusCode: StatusCodes.Status403Forbidden);
        http.Response.Headers.CacheControl = "no-store";
        return await next(context);
    }

    private static bool IsAuthorized(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        var key = http.RequestServices.GetRequiredService<IAdminKey>();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return key.Matches(header.AsSpan(Bearer.Length).Trim());
        return header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) && Password(header.AsSpan(Basic.Length).Trim()) is { } password && key.Matches(password);
    }

    private static string? Password(ReadOnlySpan<char> encoded)
    {
        if (!Base64.IsValid(encoded)) return null;
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(encoded.ToString()));
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : text[(colon + 1)..];
    }
}
