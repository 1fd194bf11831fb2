using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Ingest.Grains.Batching;
using Orleans.Ingest.Grains.Books;
using Orleans.Ingest.Grains.Health;
using Orleans.Ingest.Grains.Placement;
using Orleans.Ingest.Grains.Quarantine;
using Orleans.Ingest.Grains.Salts;
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
    /// <summary>Adds the sessions' placement, the accumulators, drop counters and metrics. The durable log, ClickHouse and a <see cref="TimeProvider"/> must be registered too; an <see cref="ISaltErasure"/>, if the storage needs one, before this call.</summary>
    public static IServiceCollection AddIngestGrains(this IServiceCollection services)
    {
        services.TryAddSingleton<ISaltErasure, NothingToErase>();
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
            .AddSingleton<VisitorGrains>()
            .AddTransient<StoredRemoval>()
            .AddTransient<KeptLanding>()
            .AddTransient<RedecisionSteps>()
            .AddTransient<LateEventSteps>()
            .AddHostedService<UpkeepClock>()
            .AddHostedService<BooksWatch>()
            .AddSingleton<WriterProblems>()
            .AddSingleton<SiloHealth>()
            .AddSingleton<SessionSnapshots>()
            .AddSingleton<SessionServices>()
            .AddSingleton<DropCounters>()
            .AddSingleton<KeptRows>()
            .AddSingleton(provider => new Keeping(provider.GetRequiredService<KeptRows>(), provider.GetRequiredService<EventAccumulators>()))
            .AddSingleton<EventAccumulators>()
            .AddSingleton(provider => new DropCounting(provider.GetRequiredService<DropCounters>(), provider.GetRequiredService<EventAccumulators>()));
    }

    /// <summary>Adds <see cref="LocalSessions"/>, where a front end is in the silo's process: elsewhere nobody would call by it, and it takes a hundred bytes a session.</summary>
    public static IServiceCollection AddLocalSessions(this IServiceCollection services) =>
        services.AddHostedService<RestingSessions>().AddSingleton(provider => new LocalSessions(provider.GetRequiredService<SessionPlaces>(), provider.GetRequiredService<ILocalSiloDetails>(), provider.GetRequiredService<TimeProvider>()));
}
