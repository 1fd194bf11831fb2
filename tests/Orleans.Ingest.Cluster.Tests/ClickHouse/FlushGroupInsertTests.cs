using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Writing;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse;

public sealed class FlushGroupInsertTests(ChdbServer server) : IDisposable
{
    private readonly TestDatabase _database = new(server);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Group_inserted_again_lands_once()
    {
        var drops = new CounterPayloadWriter();
        drops.Add(Groups.Noon, "dropped_bot", 7, "example.org", 0, 3);
        var group = Groups.Of(queue: 5, 1000, Groups.FirstPageview(Groups.Noon), Groups.NextPageview(Groups.Noon, 1)) with { Counters = [drops.ToPayload()] };
        await _database.Insert.InsertAsync(group, Stop);
        await _database.Insert.InsertAsync(group, Stop);
        using var afterCrash = new TestDatabase(server, _database.Name);
        await afterCrash.Insert.InsertAsync(group, Stop);

        await AssertStoredAsync(events: 2, visits: 1);
        Assert.Equal([$"{group.First}", $"{group.Last}"], await _database.LinesAsync("SELECT ingest_position FROM events_v2 ORDER BY ingest_position"));
        Assert.Equal(["buffered 2", "dropped_bot 3"], await _database.LinesAsync("SELECT concat(metric, ' ', toString(sum(value))) FROM ingest_counters GROUP BY metric ORDER BY metric"));
    }

    [Fact]
    public async Task Half_of_a_group_is_completed()
    {
        var group = Groups.Of(queue: 5, 1000, Groups.FirstPageview(Groups.Noon));
        await _database.Schema.MigrateAsync(Stop);
        await _database.ExecuteAsync("RENAME TABLE sessions_v2 TO away");
        await Assert.ThrowsAsync<ClickHouseUnavailableException>(() => _database.Insert.InsertAsync(group, Stop));
        Assert.Equal(1UL, await _database.Queries.CountAsync("events_v2", null, Stop));

        await _database.ExecuteAsync("RENAME TABLE away TO sessions_v2");
        await _database.Insert.InsertAsync(group, Stop);
        await AssertStoredAsync(events: 1, visits: 1);
    }

    [Fact]
    public async Task Group_over_the_first_of_a_month_is_judged_by_partition()
    {
        var march = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);
        var group = Groups.Of(queue: 0, 1000,
            Groups.FirstPageview(march.AddSeconds(-1), visitor: 1), Groups.NextPageview(march.AddSeconds(-1), 1, visitor: 1), Groups.FirstPageview(march, visitor: 2));
        await _database.Insert.InsertAsync(group, Stop);
        Assert.Equal(["202602", "202603"], await _database.LinesAsync("SELECT DISTINCT partition FROM system.parts WHERE active AND database = currentDatabase() AND table = 'events_v2' ORDER BY partition"));

        await ForgetTokensAsync();
        await _database.ExecuteAsync("ALTER TABLE events_v2 DROP PARTITION 202602");
        await _database.ExecuteAsync("ALTER TABLE sessions_v2 DROP PARTITION 202603");
        await _database.Insert.InsertAsync(group, Stop);
        await AssertStoredAsync(events: 3, visits: 2);
    }

    [Fact]
    public async Task Rows_are_recognised_when_their_tokens_are_forgotten_and_merges_have_cancelled_them()
    {
        var first = Groups.Of(queue: 1, 1000, Groups.FirstPageview(Groups.Noon));
        await _database.Insert.InsertAsync(first, Stop);
        await _database.Insert.InsertAsync(Groups.Of(queue: 1, 1001, Groups.NextPageview(Groups.Noon, 1)), Stop);
        await ForgetTokensAsync();
        await _database.ExecuteAsync("OPTIMIZE TABLE sessions_v2 FINAL");
        Assert.Equal(1UL, await _database.Queries.CountAsync("sessions_v2", null, Stop));

        await _database.Insert.InsertAsync(first, Stop);
        await AssertStoredAsync(events: 2, visits: 1);
    }

    [Fact]
    public async Task Queues_whose_positions_interleave_do_not_hide_each_other()
    {
        var four = new GroupRows(4, IngestPosition.Of(1000, 4), IngestPosition.Of(1010, 4), ChunkPayloadWriter.SchemaVersion,
            [new(IngestPosition.Of(1000, 4), Groups.FirstPageview(Groups.Noon, 1)), new(IngestPosition.Of(1010, 4), Groups.FirstPageview(Groups.Noon, 2))], []);
        var five = Groups.Of(queue: 5, 1005, Groups.FirstPageview(Groups.Noon, 3));
        await _database.Insert.InsertAsync(four, Stop);
        await _database.Insert.InsertAsync(five, Stop);

        await AssertStoredAsync(events: 3, visits: 3);
        Assert.True(await _database.Queries.HoldsPositionAsync(5, IngestPosition.Of(1005, 5), Stop));
        Assert.False(await _database.Queries.HoldsPositionAsync(5, IngestPosition.Of(1006, 5), Stop));
    }

    [Fact]
    public async Task Group_sent_at_the_same_time_by_two_lands_once()
    {
        var group = Groups.Of(queue: 2, 1000, [.. Enumerable.Range(1, 5_000).Select(visitor => Groups.FirstPageview(Groups.Noon, (ulong)visitor))]);
        await _database.Schema.MigrateAsync(Stop);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            using var process = new TestDatabase(server, _database.Name);
            await process.Insert.InsertAsync(group, Stop);
        }));

        await AssertStoredAsync(events: 5_000, visits: 5_000);
        Assert.Equal("5000", Assert.Single(await _database.LinesAsync("SELECT sum(value) FROM ingest_counters")));
    }

    [Fact]
    public async Task Group_is_one_part_a_partition_whatever_the_users_block_settings()
    {
        const int Visitors = 20_000;
        using var smallBlocks = new TestDatabase(server, _database.Name, options =>
            options.ConnectionString += ";set_max_insert_block_size=100;set_min_insert_block_size_rows=100;set_async_insert=1");
        var group = Groups.Of(queue: 3, 1000, [.. Enumerable.Range(1, Visitors).Select(visitor => Groups.FirstPageview(Groups.Noon, (ulong)visitor))]);
        await smallBlocks.Insert.InsertAsync(group, Stop);

        await AssertStoredAsync(Visitors, Visitors);
        Assert.Equal(
            ["events_v2 1-1", "sessions_v2 1-1"],
            await _database.LinesAsync("SELECT concat(table, ' ', toString(min_block_number), '-', toString(max_block_number)) FROM system.parts WHERE database = currentDatabase() AND table IN ('events_v2', 'sessions_v2') ORDER BY table"));
    }

    [Fact]
    public async Task Absent_server_and_damaged_rows_are_told_apart()
    {
        using var absent = new TestDatabase(server, configure: options => options.ConnectionString = "Host=127.0.0.1;Port=1");
        await Assert.ThrowsAsync<ClickHouseUnavailableException>(() => absent.Insert.InsertAsync(Groups.Of(1, 1, Groups.FirstPageview(Groups.Noon)), Stop));
        Assert.False(await absent.Queries.PingAsync(Stop));

        var damaged = Groups.FirstPageview(Groups.Noon)[..^3];
        await Assert.ThrowsAsync<RowsRefusedException>(() => _database.Insert.InsertAsync(Groups.Of(1, 1, damaged), Stop));
        await Assert.ThrowsAsync<ClickHouseUnavailableException>(() => _database.Insert.InsertAsync(Groups.Of(1, 1) with { SchemaVersion = 2 }, Stop));
    }

    [Fact]
    public async Task Caller_that_stops_is_not_told_of_ClickHouse()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _database.Insert.InsertAsync(Groups.Of(1, 1, Groups.FirstPageview(Groups.Noon)), stopped.Token));
    }

    public void Dispose() => _database.Dispose();

    private async Task AssertStoredAsync(int events, int visits)
    {
        Assert.Equal((ulong)events, await _database.Queries.CountAsync("events_v2", null, Stop));
        Assert.Equal($"{visits}", Assert.Single(await _database.LinesAsync("SELECT sum(sign) FROM sessions_v2")));
        Assert.Equal($"{events}", Assert.Single(await _database.LinesAsync("SELECT sum(sign * events) FROM sessions_v2")));
    }

    private async Task ForgetTokensAsync()
    {
        await _database.ExecuteAsync("ALTER TABLE events_v2 MODIFY SETTING non_replicated_deduplication_window = 0");
        await _database.ExecuteAsync("ALTER TABLE sessions_v2 MODIFY SETTING non_replicated_deduplication_window = 0");
    }
}
