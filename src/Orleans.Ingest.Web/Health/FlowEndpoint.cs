using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.Ingest.Web.Health;

/// <summary>
/// <c>GET /api/system/health/flow</c>: whether events of this front end arrive in ClickHouse; 503 when none has for three minutes. For people and monitors, not for load
/// balancers: events are taken and kept meanwhile.
/// </summary>
internal static class FlowEndpoint
{
    public static void MapFlow(this IEndpointRouteBuilder routes) => routes.MapGet("/api/system/health/flow", (CanaryFlight canaries) =>
    {
        var state = canaries.State;
        var status = !state.IsFresh ? "stale" : state.ArrivedAt is null ? "starting" : "ok";
        return Results.Json(
            new FlowAnswer(status, Rounded(state.Age), state.Latency is { } latency ? Rounded(latency) : null, state.ArrivedAt),
            HealthJson.Default.FlowAnswer,
            statusCode: state.IsFresh ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    });

    private static double Rounded(TimeSpan span) => Math.Round(span.TotalSeconds, 3);
}
