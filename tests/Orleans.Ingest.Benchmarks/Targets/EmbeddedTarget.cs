using Orleans.Ingest.Benchmarks.Traffic;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.Benchmarks.Targets;

/// <summary>The embedded mode as a user starts it: the service and its ClickHouse.</summary>
internal sealed class EmbeddedTarget(ServiceProcess service) : IBenchmarkTarget
{
    public string Name => "embedded";

    public Uri Url => service.Url;

    public static async Task<EmbeddedTarget> StartAsync()
    {
        var service = await ServiceProcess.StartAsync(("Ingest__FlushInterval", "00:00:05"));
        foreach (var domain in RecordedTraffic.Domains) await service.CallSitesApiAsync(HttpMethod.Post, "", new { domain });
        return new(service);
    }

    public async Task<IReadOnlyList<int>> ProcessesAsync() => [service.Id, await service.ChildIdAsync()];

    public Task SettleAsync() => Settling.OfAsync(service.ClickHouse);

    public ValueTask DisposeAsync() => service.DisposeAsync();
}
