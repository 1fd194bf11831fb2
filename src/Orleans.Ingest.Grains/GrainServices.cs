using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.Grains.Batching;
using Orleans.Ingest.Grains.Books;
using Orleans.Ingest.Grains.Health;
using Orleans.Ingest.Grains.Placement;
using Orleans.Ingest.Grains.Sessions;
using Orleans.Ingest.Grains.Telemetry;
using Orleans.Ingest.Grains.Upkeep;
using Orleans.Ingest.Grains.Writing;
using Orleans.Runtime.GrainDirectory;
using Orleans.Runtime.Hosting;

namespace Orleans.Ingest.Grains;

/// <summary>Adds what the grains share within a silo.</summary>
public static class GrainServices
{
    /// <summary>Adds the sessions' placement, the accumulators, drop counters and metrics. The durable log, ClickHouse and a <see cref="TimeProvider"/> must be registered too.</summary>
    public static IServiceCollection AddIngestGrains(this IServiceCollection services)
    {
        services.AddPlacementDirector<SessionPlacement, SessionPlacementDirector>();
        return services
            .AddSingleton<SessionPlaces>()
            .AddSingleton<SessionDirectory>()
            .AddSingleton<IGrainDirectoryCache>(provider => provider.GetRequiredService<SessionDirectory>())
            .AddGrainDirectory(SessionDirectory.Name, (provider, _) => provider.GetRequiredService<SessionDirectory>())
            .AddMetrics()
            .AddSingleton<GrainMetrics>()
            .AddHostedService<LogGauges>()
            .AddHostedService<MemoryAfterPeak>()
            .AddSingleton<DeletionSteps>()
            .AddHostedService<UpkeepClock>()
            .AddHostedService<BooksWatch>()
            .AddSingleton<WriterProblems>()
            .AddSingleton<SiloHealth>()
            .AddSingleton<SessionSnapshots>()
            .AddSingleton<DropCounters>()
            .AddSingleton<EventAccumulators>()
            .AddSingleton(provider => new DropCounting(provider.GetRequiredService<DropCounters>(), provider.GetRequiredService<EventAccumulators>()));
    }
}
