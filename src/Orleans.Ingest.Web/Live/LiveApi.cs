using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Orleans.Ingest.Web.Access;
using Orleans.Ingest.Web.Sites;

namespace Orleans.Ingest.Web.Live;

/// <summary><c>GET /api/v1/live</c>: what arrives, as server-sent events.</summary>
internal static class LiveApi
{
    private const int BeatsBetweenChecks = 3;

    public static void MapLive(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/live", ServeAsync).AddEndpointFilter(UnavailableFilter.CheckAsync).AddEndpointFilter(AdminKeyFilter.CheckAsync);

    private static async Task<IResult> ServeAsync(HttpContext http, LiveHub hub, Authentication authentication, IHostApplicationLifetime lifetime, TimeProvider time)
    {
        using var watcher = hub.Enter();
        if (watcher is null) return ApiErrors.TooManyConsoles(LiveHub.MaxWatchers);
        // An open stream must not hold up a stop.
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await http.Response.Body.FlushAsync(ends.Token);
            await StreamAsync(http, watcher, authentication, time, ends.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The console was closed, or the service stops.
        }

        return Results.Empty;
    }

    private static async Task StreamAsync(HttpContext http, LiveWatcher watcher, Authentication authentication, TimeProvider time, CancellationToken ends)
    {
        var checkedAt = time.GetTimestamp();
        await foreach (var message in watcher.Messages.ReadAllAsync(ends))
        {
            if (watcher.TakeMissed() is > 0 and var missed) await http.Response.Body.WriteAsync(LiveMessages.Missed(missed), ends);
            await http.Response.Body.WriteAsync(message, ends);
            if (watcher.Messages.Count == 0) await http.Response.Body.FlushAsync(ends);
            if (time.GetElapsedTime(checkedAt) < TimeSpan.FromSeconds(BeatsBetweenChecks)) continue;
            // A key that was revoked, or a log-in that is over, shows nothing more.
            checkedAt = time.GetTimestamp();
            if (await authentication.OfAsync(http) is not { SiteId: null }) return;
        }
    }
}
