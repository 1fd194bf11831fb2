using System.Collections.Immutable;
using Orleans.Ingest.ClickHouse.Books;
using Orleans.Ingest.Contracts.Books;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse;

public sealed class LedgerTests(ChdbServer server) : IDisposable
{
    private static readonly DateTime Minute = Groups.Noon.AddSeconds(-30);

    private readonly TestDatabase _database = new(server);

    [Fact]
    public async Task What_the_service_wrote_balances()
    {
        await InsertAsync();
        Assert.Empty(await CheckAsync());
        Assert.Equal([new BookLine(7, Minute.AddHours(-1), "buffered", 3)], await Ledger().ReadAsync(Minute.AddHours(-1), Minute.AddHours(1), null, Cancellation));
        Assert.Equal([new(7, Minute, "buffered", 2), new BookLine(7, Minute.AddMinutes(2), "buffered", 1)], await Ledger().ReadAsync(Minute.AddHours(-1), Minute.AddHours(1), 7, Cancellation));
    }

    public static TheoryData<string, BookEntryOff[]> Damages => new()
    {
        // An event lost, one doubled, a count lost: each in its minute, and whatever it does to its session.
        { "DELETE FROM events_v2 WHERE user_id = 1", [new(7, Minute, false, 2, 1), new(7, Minute, true, 1, 0)] },
        { "INSERT INTO events_v2 SELECT * FROM events_v2 WHERE user_id = 3", [new(7, Minute.AddMinutes(2), false, 1, 2), new(7, Minute.AddMinutes(2), true, 1, 2)] },
        { "DELETE FROM ingest_counters WHERE event_timebucket = toDateTime('2026-03-14 12:02:00', 'UTC')", [new(7, Minute.AddMinutes(2), false, 0, 1)] },
        { "DELETE FROM sessions_v2 WHERE user_id = 2", [] },
        { "INSERT INTO sessions_v2 SELECT * REPLACE (5 AS events) FROM sessions_v2 WHERE user_id = 2", [new(7, Minute, true, 6, 1)] },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Whatever_is_off_is_found_in_its_minute(string damage, BookEntryOff[] off)
    {
        await InsertAsync();
        await _database.ExecuteAsync(damage);
        Assert.Equal(off, await CheckAsync());
    }

    [Fact]
    public async Task History_of_another_writer_and_other_times_are_not_looked_at()
    {
        await InsertAsync();
        await _database.ExecuteAsync("INSERT INTO events_v2 SELECT * REPLACE (0 AS ingest_position) FROM events_v2 WHERE user_id = 1");
        await _database.ExecuteAsync("INSERT INTO events_v2 SELECT * REPLACE (timestamp + 86400 AS timestamp) FROM events_v2 WHERE user_id = 1");
        Assert.DoesNotContain(await CheckAsync(), one => !one.OfSessions);
    }

    [Fact]
    public async Task A_group_that_is_just_being_inserted_is_not_off()
    {
        await InsertAsync();
        await _database.ExecuteAsync("CREATE TABLE away AS events_v2");
        await _database.ExecuteAsync("INSERT INTO away SELECT * FROM events_v2 WHERE user_id = 3");
        await _database.ExecuteAsync("DELETE FROM events_v2 WHERE user_id = 3");
        Assert.NotEmpty(await CheckAsync());
        Assert.Empty(await CheckAsync(betweenLooks: () => _database.ExecuteAsync("INSERT INTO events_v2 SELECT * FROM away").Wait()));
    }

    [Fact]
    public async Task A_live_session_is_not_judged()
    {
        await InsertAsync();
        await _database.ExecuteAsync("INSERT INTO sessions_v2 SELECT * REPLACE (5 AS events) FROM sessions_v2 WHERE user_id = 3");
        Assert.NotEmpty(await CheckAsync());
        Assert.Empty((await Ledger().CheckAsync(Minute.AddHours(-1), Minute.AddMinutes(2), Cancellation))!.Value);
    }

    [Fact]
    public async Task Counts_that_their_time_to_live_has_taken_are_not_missed()
    {
        await InsertAsync();
        await _database.ExecuteAsync("ALTER TABLE ingest_counters MODIFY TTL event_timebucket + toIntervalDay(3)");
        await _database.ExecuteAsync("OPTIMIZE TABLE ingest_counters FINAL");
        Assert.Empty(await CheckAsync());
    }

    public void Dispose() => _database.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Two visits in one minute, and one two minutes later.</summary>
    private async Task InsertAsync() => await _database.Insert.InsertAsync(
        Groups.Of(0, 1000, Groups.FirstPageview(Groups.Noon), Groups.FirstPageview(Groups.Noon, 2), Groups.FirstPageview(Groups.Noon.AddMinutes(2), 3)), Cancellation);

    private Ledger Ledger(Action? betweenLooks = null) => new(_database.Connections, _database.Schema, new HurriedTime(betweenLooks));

    private async Task<ImmutableArray<BookEntryOff>> CheckAsync(Action? betweenLooks = null) =>
        (await Ledger(betweenLooks).CheckAsync(Minute.AddHours(-1), Minute.AddHours(1), Cancellation))!.Value;
}
