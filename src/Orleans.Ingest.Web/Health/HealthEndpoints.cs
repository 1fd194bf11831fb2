using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.Ingest.Web.Health;

/// <summary>Health of the service for people, load balancers and orchestrators.</summary>
public static class HealthEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        foreach (var path in (string[])["/api/health", "/health", "/alive", "/ready", "/api/system/health/ready"])
        {
            routes.MapGet(path, AnswerReport);
        }

        // Restarting the process does not bring ClickHouse back or empty a full log: liveness says only that it answers.
        routes.MapGet("/api/system/health/live", () => Results.Content("""{"status":"ok"}""", "application/json"));
        routes.MapGet("/api/error", () => Results.Content("""{"status":"ok"}""", "application/json"));
    }

    private static IResult AnswerReport(IIngestHealth health)
    {
        var report = health.Report();
        var answer = new HealthAnswer(report.Status switch
        {
            HealthStatus.Ok => "ok",
            HealthStatus.Degraded => "degraded",
            _ => "unavailable",
        }, report.Reasons);
        var status = report.Status == HealthStatus.Unavailable ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        return Results.Json(answer, HealthJson.Default.HealthAnswer, statusCode: status);
    }
}
