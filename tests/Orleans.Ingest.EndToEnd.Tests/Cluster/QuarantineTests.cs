using System.Text.Json;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Cluster;

/// <summary>What front ends that are no silos drop is kept, and lands once a rule is gone, whichever front end is asked.</summary>
[Collection(RunningCluster.Name)]
public sealed class QuarantineTests(RunningCluster cluster)
{
    private const int Dropped = 40;
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task What_two_front_ends_drop_is_kept_and_lands_once()
    {
        var site = await ClusterSite.CreateAsync(cluster, "kept.example");
        await site.ChangeAsync(0, HttpMethod.Put, "", new { quarantine = true });
        var shield = await site.ChangeAsync(0, HttpMethod.Post, "/shields/page", new { value = "/secret*" });
        // Another page than the one that is counted: until a front end knows of the shield it is stored.
        for (var frontEnd = 0; frontEnd < 2; frontEnd++) await site.IsAnsweredAsync(frontEnd, "202 site_page_blocklist", "/secret-first");
        await Parallel.ForAsync(0, Dropped, async (i, _) => Assert.Equal("202 site_page_blocklist", await site.SendAsync(i % 2, "/secret")));
        await cluster.ClickHouse.EventuallyAsync($"SELECT count() FROM ingest_quarantine WHERE site_id = {site.Id} AND pathname = '/secret'", _patience, $"{Dropped}");
        var shown = await site.ChangeAsync(1, HttpMethod.Get, "/quarantine", null);
        Assert.True(shown.GetProperty("rules").EnumerateArray().Single(rule => rule.GetProperty("reason").GetString() == "site_page_blocklist").GetProperty("kept").GetInt32() >= Dropped);

        await site.ChangeAsync(0, HttpMethod.Delete, $"/shields/page/{shield.GetProperty("id")}", null);
        var begun = await site.ChangeAsync(1, HttpMethod.Post, "/redecide", new { hours = 1 });
        JsonElement done = default;
        await Until.TrueAsync(
            async () => (done = await site.ChangeAsync(0, HttpMethod.Get, $"/redecisions/{begun.GetProperty("id")}", null)).GetProperty("status").GetString() == "done", _patience, () => $"It has not ended: {done}");
        await cluster.ClickHouse.EventuallyAsync($"SELECT count(), uniqExact(session_id) FROM events_v2 WHERE site_id = {site.Id} AND pathname = '/secret'", _patience, $"{Dropped}\t1");
        await cluster.ClickHouse.EventuallyAsync($"SELECT count() FROM ingest_quarantine WHERE site_id = {site.Id} AND has(matched, 'site_page_blocklist')", _patience, "0");
        await cluster.ClickHouse.EventuallyAsync($"SELECT sum(sign), sum(sign * events) > {Dropped} - 1 FROM sessions_v2 WHERE site_id = {site.Id}", _patience, "1\t1");
    }
}
