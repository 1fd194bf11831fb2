using Orleans.Dashboard;
using Orleans.Ingest.Server.Options;

namespace Orleans.Ingest.Server.Dashboard;

/// <summary>
/// The Orleans dashboard at <c>/dashboard</c> of every front end, behind the admin key. Off unless <c>Ingest:Dashboard</c> asks for it, since it times each
/// grain call.
/// </summary>
internal static class OrleansDashboard
{
    /// <summary>Where it is.</summary>
    public const string Path = "/dashboard";

    /// <summary>Lets a silo tell what the dashboard shows.</summary>
    public static void AddIngestDashboard(this ISiloBuilder silo, IngestOptions options)
    {
        if (options.Dashboard) silo.AddDashboard(HideTheLog);
    }

    /// <summary>Lets a front end without a silo serve it.</summary>
    public static void AddIngestDashboard(this IClientBuilder client, IngestOptions options)
    {
        if (options.Dashboard) client.AddDashboard(HideTheLog);
    }

    /// <summary>Adds the routes.</summary>
    public static void MapIngestDashboard(this IEndpointRouteBuilder routes, IngestOptions options)
    {
        if (options.Dashboard) routes.MapOrleansDashboard(Path).AddEndpointFilter(DashboardGate.CheckAsync);
    }

    // It would show the log at every level, whatever is configured.
    private static void HideTheLog(DashboardOptions options) => options.HideTrace = true;
}
