using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.Grains.Batching;
using Orleans.Ingest.Grains.Health;
using Orleans.Ingest.Grains.Telemetry;
using Orleans.Ingest.Grains.Writing;

namespace Orleans.Ingest.Grains;

/// <summary>Adds what the grains share within a silo.</summary>
public static class GrainServices
{
    /// <summary>Adds the accumulators, drop counters and metrics. The durable log, ClickHouse and a <see cref="TimeProvider"/> must be registered too.</summary>
    public static IServiceCollection AddIngestGrains(this IServiceCollection services) => services
        .AddMetrics()
        .AddSingleton<GrainMetrics>()
        .AddHostedService<LogGauges>()
        .AddSingleton<WriterProblems>()
        .AddSingleton<SiloHealth>()
        .AddSingleton<DropCounters>()
        .AddSingleton<EventAccumulators>()
        .AddSingleton(provider => new DropCounting(provider.GetRequiredService<DropCounters>(), provider.GetRequiredService<EventAccumulators>()));
}
