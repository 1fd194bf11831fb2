using Orleans.Ingest.Cluster.Tests.ClickHouse;
using Orleans.Ingest.Contracts.Health;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>A canary through the real log, writer and ClickHouse.</summary>
public sealed class CanaryGrainTests(ChdbServer server)
{
    // Lately: the table keeps them for seven days.
    private static readonly DateTime Noon = DateTime.UnixEpoch.AddMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    [Fact]
    public async Task A_canary_arrives_once_in_its_own_table_and_in_no_other()
    {
        await using var silo = await WriterSilo.StartAsync(server);
        var canaries = silo.Grains.GetGrain<ICanaryGrain>(0);
        await silo.AppendAsync(visitor: 1);
        silo.ClickHouse.IsAway = true;
        await canaries.SendAsync(7, Noon);
        await canaries.SendAsync(8, Noon.AddMinutes(1));
        await Until.TrueAsync(() => silo.ClickHouse.Refused >= 2, () => "The writer has not tried.");
        silo.ClickHouse.IsAway = false;
        await silo.DrainedAsync();
        Assert.Equal(Noon, (await canaries.LastAsync(7))!.SentAt);
        Assert.True((await canaries.LastAsync(7))!.ArrivedAt > Noon.AddSeconds(-1));
        Assert.Null(await canaries.LastAsync(9));
        Assert.Equal(["7 1", "8 1"], await silo.Database.LinesAsync("SELECT concat(toString(front_end), ' ', toString(count())) FROM ingest_canaries GROUP BY front_end ORDER BY front_end"));
        Assert.Equal("1 1", Assert.Single(await silo.Database.LinesAsync("SELECT concat(toString(count()), ' ', toString((SELECT sum(value) FROM ingest_counters))) FROM events_v2")));
    }

    [Fact]
    public async Task One_that_waits_behind_a_ClickHouse_that_is_away_has_not_arrived()
    {
        await using var silo = await WriterSilo.StartAsync(server);
        var canaries = silo.Grains.GetGrain<ICanaryGrain>(0);
        silo.ClickHouse.IsAway = true;
        await canaries.SendAsync(7, Noon);
        await Until.TrueAsync(() => silo.ClickHouse.Refused >= 2, () => "The writer has not tried.");
        await Assert.ThrowsAnyAsync<Exception>(() => canaries.LastAsync(7));
        silo.ClickHouse.IsAway = false;
        await silo.DrainedAsync();
        Assert.NotNull(await canaries.LastAsync(7));
    }
}
