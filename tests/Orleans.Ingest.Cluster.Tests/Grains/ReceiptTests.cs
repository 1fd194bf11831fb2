using Orleans.Ingest.Cluster.Tests.ClickHouse;
using Orleans.Ingest.Contracts.Receipts;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.DurableLog;
using Xunit;
using static Orleans.Ingest.Cluster.Tests.Grains.SentEvents;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>From a position to what became of its event: over the real log, writer and ClickHouse, and in grains' answers.</summary>
public sealed class ReceiptTests(ChdbServer server)
{
    [Fact]
    public async Task An_event_is_pending_while_ClickHouse_is_away_then_stored_and_missing_once_its_row_is_gone()
    {
        await using var silo = await WriterSilo.StartAsync(server);
        var receipts = silo.Grains.GetGrain<IReceiptGrain>(0);
        silo.ClickHouse.IsAway = true;
        var position = await silo.AppendAsync(visitor: 1);
        Assert.Equal(ReceiptStatus.Pending, (await receipts.FindAsync(position)).Status);
        Assert.Equal(ReceiptStatus.Pending, (await receipts.FindBeforeAsync(TimeProvider.System.GetUtcNow().UtcDateTime)).Status);
        silo.ClickHouse.IsAway = false;
        await silo.DrainedAsync();
        Assert.Equal(ReceiptStatus.Stored, (await receipts.FindAsync(position)).Status);
        Assert.Equal(ReceiptStatus.Stored, (await receipts.FindBeforeAsync(TimeProvider.System.GetUtcNow().UtcDateTime)).Status);
        silo.ClickHouse.IsAway = true;
        var byTheLog = await receipts.FindAsync(position);
        Assert.Equal((ReceiptStatus.Stored, true), (byTheLog.Status, byTheLog.Detail is not null));
        silo.ClickHouse.IsAway = false;
        await silo.Database.ExecuteAsync("TRUNCATE TABLE events_v2");
        Assert.Equal(ReceiptStatus.Missing, (await receipts.FindAsync(position)).Status);
    }

    [Fact]
    public async Task A_dead_letter_is_told_with_its_reason_and_its_neighbours_are_stored()
    {
        await using var silo = await WriterSilo.StartAsync(server);
        var receipts = silo.Grains.GetGrain<IReceiptGrain>(0);
        var before = await silo.AppendAsync(visitor: 1);
        await silo.DrainedAsync();
        var poison = await silo.AppendAsync(visitor: 2, Groups.FirstPageview(Groups.Noon, visitor: 2)[..^3]);
        await Until.TrueAsync(() => silo.Status.DeadLetters is not null, () => string.Join(' ', silo.Problems));
        var after = await silo.AppendAsync(visitor: 3);
        await silo.DrainedAsync();
        var found = await receipts.FindAsync(poison);
        Assert.Equal(ReceiptStatus.DeadLetter, found.Status);
        Assert.False(string.IsNullOrEmpty(found.Reason));
        Assert.Equal((ReceiptStatus.Stored, ReceiptStatus.Stored), ((await receipts.FindAsync(before)).Status, (await receipts.FindAsync(after)).Status));
    }

    [Fact]
    public async Task Events_that_leave_with_one_append_have_a_position_each_and_a_repeat_has_its_own_or_none()
    {
        await using var silo = await SiloFixture.StartAsync();
        silo.Log.Hold = true;
        var first = RecordAsync(silo, Pageview("/1"));
        await silo.Log.Arrived.WaitAsync(TestContext.Current.CancellationToken);
        var second = Pageview("/2");
        var together = Grain(silo, 42).RecordAllAsync([second, Pageview("/3"), second]).AsTask();
        // Gathered behind the first: they leave together, and not one by one.
        await Until.TrueAsync(async () => (await Grain(silo, 42).PeekAsync(second.Event.Timestamp)).Session?.Pageviews == 3, TimeSpan.FromMinutes(1), () => "They do not gather.");
        silo.Log.LetGo(2);
        var positions = (await together).Select(outcome => outcome.Position).ToArray();
        Assert.Equal(LogPosition.Step, (await first).Position);
        Assert.Equal([2 * LogPosition.Step, 3 * LogPosition.Step, 2 * LogPosition.Step], positions);
        Assert.Equal(new RecordOutcome(RecordStatus.Stored, Position: 0), await RecordAsync(silo, second));
    }
}
