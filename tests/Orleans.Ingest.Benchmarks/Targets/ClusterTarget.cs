using Orleans.Ingest.Benchmarks.Traffic;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.Benchmarks.Targets;

/// <summary>A cluster at its smallest: one front end, one silo, Redis that syncs every write, the ClickHouse role.</summary>
internal sealed class ClusterTarget(ClusterProcesses cluster) : IBenchmarkTarget
{
    public string Name => "cluster";

    public Uri Url => cluster.FrontEnds[0].Url;

    public static async Task<ClusterTarget> StartAsync()
    {
        var cluster = await ClusterProcesses.StartAsync(silos: 1, frontEnds: 1, ("Ingest__FlushInterval", "00:00:05"));
        using var client = new HttpClient { BaseAddress = cluster.FrontEnds[0].Url };
        client.DefaultRequestHeaders.Authorization = new("Bearer", ClusterProcesses.AdminKey);
        foreach (var domain in RecordedTraffic.Domains)
        {
            using var answer = await client.PostAsJsonAsync("api/v1/sites", new { domain });
            answer.EnsureSuccessStatusCode();
        }

        return new(cluster);
    }

    public Task<IReadOnlyList<int>> ProcessesAsync() => Task.FromResult<IReadOnlyList<int>>(
        [cluster.Redis.Id, cluster.ClickHouseProcess.Id, .. cluster.Silos.Concat(cluster.FrontEnds).Select(member => member.Process.Id)]);

    public Task SettleAsync() => Settling.OfAsync(cluster.ClickHouse);

    public ValueTask DisposeAsync() => cluster.DisposeAsync();
}
