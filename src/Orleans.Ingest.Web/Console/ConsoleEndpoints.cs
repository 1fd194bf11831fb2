using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.Web.Access;
using Orleans.Ingest.Web.Events;

namespace Orleans.Ingest.Web.Console;

/// <summary>The console at <c>/</c>: the page for who has logged in or sends a key, the log-in form for everyone else.</summary>
internal static class ConsoleEndpoints
{
    private const int MaxFormBytes = 4_096;

    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        Map("/", HttpMethods.Get, ShowAsync);
        Map("/console/login", HttpMethods.Post, LogInAsync);
        Map("/console/logout", HttpMethods.Post, LogOutAsync);

        void Map(string path, string method, Func<HttpContext, ValueTask> serve) => routes.MapMethods(path, [method], http => ServeAsync(http, serve));
    }

    private static async Task ServeAsync(HttpContext http, Func<HttpContext, ValueTask> serve)
    {
        if (!http.RequestServices.GetRequiredService<AdminAddresses>().Allows(http))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        try
        {
            await serve(http);
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            // A named key cannot be looked up. The admin key always can.
            await ConsolePage.WriteLogInAsync(http, StatusCodes.Status503ServiceUnavailable, "The service cannot look up that key now. Try again, or use the admin key.");
        }
    }

    private static async ValueTask ShowAsync(HttpContext http)
    {
        var services = http.RequestServices;
        var access = await services.GetRequiredService<Authentication>().OfAsync(http);
        if (access is { SiteId: null }) await ConsolePage.WriteAsync(http, services.GetRequiredService<AdminAddresses>().AreOwn);
        else if (http.Request.Headers.Authorization.Count > 0) await ConsolePage.WriteLogInAsync(http, StatusCodes.Status401Unauthorized, "That is not a key that opens the console.");
        else await ConsolePage.WriteLogInAsync(http, StatusCodes.Status200OK, "");
    }

    private static async ValueTask LogInAsync(HttpContext http)
    {
        var services = http.RequestServices;
        var failed = services.GetRequiredService<FailedLogIns>();
        var address = services.GetRequiredService<VisitorResolver>().Resolve(http).Address;
        var key = await KeyOfAsync(http.Request);
        if (!SameOrigin.Holds(http.Request))
        {
            await ConsolePage.WriteLogInAsync(http, StatusCodes.Status403Forbidden, "This log-in came from another page. Log in here.");
        }
        else if (failed.MustWait(address))
        {
            http.Response.Headers.RetryAfter = "60";
            await ConsolePage.WriteLogInAsync(http, StatusCodes.Status429TooManyRequests, "Too many wrong keys. Wait a minute.");
        }
        else if (await services.GetRequiredService<Authentication>().OfKeyAsync(key) is { SiteId: null } access)
        {
            services.GetRequiredService<ConsoleCookie>().Write(http, access.KeyId);
            Home(http);
        }
        else
        {
            failed.Add(address, key);
            await ConsolePage.WriteLogInAsync(http, StatusCodes.Status401Unauthorized, "That is not a key that opens the console.");
        }
    }

    private static ValueTask LogOutAsync(HttpContext http)
    {
        if (SameOrigin.Holds(http.Request)) ConsoleCookie.Clear(http);
        Home(http);
        return default;
    }

    private static async ValueTask<string> KeyOfAsync(HttpRequest request)
    {
        if (request.ContentLength is not <= MaxFormBytes || !request.HasFormContentType) return "";
        return (await request.ReadFormAsync(request.HttpContext.RequestAborted))["key"].ToString().Trim();
    }

    private static void Home(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        // Relative: a proxy may serve us under a path of its own.
        http.Response.Headers.Location = "../";
        http.Response.Headers.CacheControl = "no-store";
    }
}
