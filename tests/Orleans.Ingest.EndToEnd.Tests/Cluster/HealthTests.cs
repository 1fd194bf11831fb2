using System.Net;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Cluster;

[Collection(RunningCluster.Name)]
public sealed class HealthTests(RunningCluster cluster)
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Silos_and_front_ends_are_ok()
    {
        foreach (var member in cluster.Silos.Concat(cluster.FrontEnds))
            await EventuallyAsync(member, HttpStatusCode.OK, "\"status\":\"ok\"");
    }

    [Fact]
    public async Task A_front_end_without_silos_says_so_and_heals_when_they_are_back()
    {
        await using var small = await ClusterProcesses.StartAsync(1, 1, ("Ingest__RetryBudget", "00:00:02"));
        var silo = small.Silos[0];
        using var frontEnd = new FrontEndClient(small.FrontEnds[0].Url);
        // The first event of a cluster that has just started may take longer than this budget.
        await Until.TrueAsync(async () => await frontEnd.SendAsync("localhost", "/before") == "202", _patience, () => small.FrontEnds[0].Process.Output);
        Assert.Equal(0, await silo.Process.StopAsync(_patience));
        await EventuallyAsync(frontEnd, HttpStatusCode.ServiceUnavailable, "No silo of the cluster answers");
        Assert.Equal("503", await frontEnd.SendAsync("localhost", "/meanwhile"));

        silo.Process.Start();
        await small.HealthyAsync(silo);
        await EventuallyAsync(frontEnd, HttpStatusCode.OK, "\"status\":\"ok\"");
        await Until.TrueAsync(async () => await frontEnd.SendAsync("localhost", "/after") == "202", _patience, () => small.FrontEnds[0].Process.Output);
        await small.ClickHouse.EventuallyAsync("SELECT DISTINCT pathname FROM events_v2 ORDER BY pathname", _patience, "/after", "/before");
    }

    private static async Task EventuallyAsync(FrontEndClient member, HttpStatusCode status, string text)
    {
        (HttpStatusCode? Status, string Body) last = default;
        await Until.TrueAsync(
            async () => (last = await member.HealthAsync()).Status == status && last.Body.Contains(text, StringComparison.Ordinal),
            _patience,
            () => $"Health is {last.Status}: {last.Body}");
    }
}
