using Orleans.Ingest.Benchmarks.Traffic;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.Benchmarks.Targets;

/// <summary>The embedded mode as a user starts it: the service and its ClickHouse.</summary>
internal sealed class EmbeddedTarget(string name, ServiceProcess service) : IBenchmarkTarget
{
    public string Name => name;

    public Uri Url => service.Url;

    /// <summary>Sends to it.</summary>
    public HttpClient Client => service.Client;

    /// <summary>Its key.</summary>
    public string AdminKey => service.AdminKey;

    /// <summary>Starts it, with some settings of its own.</summary>
    public static async Task<EmbeddedTarget> StartAsync(string name, params (string Key, string Value)[] settings)
    {
        var service = await ServiceProcess.StartAsync([("Ingest__FlushInterval", "00:00:05"), .. settings]);
        foreach (var domain in RecordedTraffic.Domains) await service.CallSitesApiAsync(HttpMethod.Post, "", new { domain });
        return new(name, service);
    }

    public async Task<IReadOnlyList<int>> ProcessesAsync() => [service.Id, await service.ChildIdAsync()];

    public Task SettleAsync() => Settling.OfAsync(service.ClickHouse);

    public ValueTask DisposeAsync() => service.DisposeAsync();
}
