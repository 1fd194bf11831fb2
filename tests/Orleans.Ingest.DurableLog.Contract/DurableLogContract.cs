using System.Text;
using Xunit;
using static Orleans.Ingest.DurableLog.Contract.Chunks;

namespace Orleans.Ingest.DurableLog.Contract;

/// <summary>What every <see cref="IDurableLog"/> promises. Runs over each of them.</summary>
public abstract partial class DurableLogContract
{
    private static readonly CancellationToken _none = CancellationToken.None;

    protected abstract LogUnderTest Start();

    [Fact]
    public async Task Every_event_gets_a_position_of_its_own_and_they_rise()
    {
        await using var log = Start();
        var (first, second) = (Chunk(key: 1, version: 10, events: 3), Chunk(key: 2, version: 20));
        await log.Log.AppendAsync(0, Batch(first, second), _none);
        var third = Chunk(key: 3, version: 30);
        await log.AppendAsync(third);
        Assert.Equal(first.FirstPosition + (3 * LogPosition.Step), second.FirstPosition);
        Assert.True(third.FirstPosition > second.FirstPosition);
        Assert.Equal(0, LogPosition.QueueOf(third.FirstPosition));
    }

    [Fact]
    public async Task A_chunk_without_events_gets_a_position_too_and_its_snapshot_stays_when_its_group_is_committed()
    {
        await using var log = Start();
        var (moved, other) = (Chunk(key: 1, version: 10, events: 0), Chunk(key: 2, version: 20));
        await log.Log.AppendAsync(0, Batch(moved, other), _none);
        Assert.True(other.FirstPosition > moved.FirstPosition);
        await log.DrainAsync();
        await log.AppendAsync(Chunk(key: 1, version: 11, buildsOn: 10, events: 0, payload: "none"));
        Assert.Equal(["none"], await log.DrainAsync());
        await log.KillAndReopenAsync();
        Assert.Equal("snapshot of 1 v11", await log.SnapshotAsync(1));
    }

    [Fact]
    public async Task A_chunk_that_builds_on_another_version_is_refused_and_leaves_no_row()
    {
        await using var log = Start();
        await log.AppendAsync(Chunk(key: 1, version: 10));
        var (stale, absent, right) = (Chunk(key: 1, version: 12, buildsOn: 11), Chunk(key: 2, version: 21, buildsOn: 20), Chunk(key: 3, version: 30));
        await log.Log.AppendAsync(0, Batch(stale, absent, right), _none);
        Assert.Equal([ChunkOutcome.Stale, ChunkOutcome.Stale, ChunkOutcome.Appended], [stale.Outcome, absent.Outcome, right.Outcome]);
        Assert.Equal(["rows of 1 v10", "rows of 3 v30"], await log.PayloadsOfAsync(await log.RipeGroupAsync()));
        Assert.Equal("snapshot of 1 v10", await log.SnapshotAsync(1));
    }

    [Fact]
    public async Task A_second_chunk_of_a_session_in_one_batch_builds_on_what_is_no_more()
    {
        await using var log = Start();
        var (first, second) = (Chunk(key: 1, version: 10), Chunk(key: 1, version: 11));
        await log.Log.AppendAsync(0, Batch(first, second), _none);
        Assert.Equal([ChunkOutcome.Appended, ChunkOutcome.Stale], [first.Outcome, second.Outcome]);
        Assert.Equal(["rows of 1 v10"], await log.DrainAsync());
    }

    [Fact]
    public async Task A_chunk_whose_oldest_event_was_born_more_than_two_minutes_ago_is_refused()
    {
        await using var log = Start();
        log.Time.Advance(LogChunk.MaxAge + TimeSpan.FromSeconds(1));
        Assert.Equal(ChunkOutcome.Late, await log.AppendAsync(Chunk(key: 1, version: 10)));
        Assert.Null(await log.SnapshotAsync(1));
    }

    [Fact]
    public async Task A_group_is_claimed_once_the_flush_interval_has_passed()
    {
        await using var log = Start();
        await log.AppendAsync(Chunk(key: 1, version: 10));
        Assert.Null(await log.Log.ClaimGroupAsync(0, _none));
        log.Time.Advance(LogUnderTest.FlushInterval);
        Assert.NotNull(await log.Log.ClaimGroupAsync(0, _none));
    }

    [Fact]
    public async Task A_claimed_group_stays_the_same_over_appends_and_a_kill_until_it_is_committed()
    {
        await using var log = Start();
        await log.AppendAsync(Chunk(key: 1, version: 10));
        var claimed = await log.RipeGroupAsync();
        await log.AppendAsync(Chunk(key: 2, version: 20));
        Assert.Equal(claimed, await log.RipeGroupAsync());
        await log.KillAndReopenAsync();
        Assert.Equal(claimed, await log.RipeGroupAsync());
        Assert.Equal(["rows of 1 v10"], await log.PayloadsOfAsync(claimed));
        await log.Log.CommitAsync(claimed, _none);
        Assert.Equal(["rows of 2 v20"], await log.PayloadsOfAsync(await log.RipeGroupAsync()));
    }

    [Fact]
    public async Task A_group_that_is_not_pending_is_neither_committed_nor_set_aside_nor_read()
    {
        await using var log = Start();
        await log.AppendAsync(Chunk(key: 1, version: 10));
        var claimed = await log.RipeGroupAsync();
        var other = claimed with { Last = claimed.Last + LogPosition.Step };
        await log.Log.CommitAsync(other, _none);
        await log.Log.SetAsideAsync(other, "reason", _none);
        Assert.Null(await log.Log.ReadGroupAsync(other, _none));
        Assert.True(await log.Log.IsPendingAsync(claimed, _none));
        Assert.Null(log.Log.Status.DeadLetters);
    }

    [Fact]
    public async Task A_group_that_is_set_aside_is_counted_and_blocks_nothing_and_its_snapshots_stay()
    {
        await using var log = Start();
        await log.AppendAsync(Chunk(key: 1, version: 10));
        var aside = await log.RipeGroupAsync();
        await log.Log.SetAsideAsync(aside, "reason", _none);
        var next = Chunk(key: 2, version: 20);
        await log.AppendAsync(next);
        await log.KillAndReopenAsync();
        Assert.Equal(new DeadLetter("reason", IsDamaged: false), await log.Log.FindDeadLetterAsync(aside.Last, _none));
        Assert.Null(await log.Log.FindDeadLetterAsync(next.FirstPosition, _none));
        Assert.Equal(1, log.Log.Status.DeadLetters?.Count);
        Assert.Equal(["rows of 2 v20"], await log.DrainAsync());
        Assert.Equal("snapshot of 1 v10", await log.SnapshotAsync(1));
    }

    [Fact]
    public async Task Snapshots_outlive_commit_and_kill_and_the_newest_wins()
    {
        await using var log = Start();
        await log.Log.AppendAsync(0, Batch(Chunk(key: 1, version: 10), Chunk(key: 2, version: 20)), _none);
        await log.Log.CommitAsync(await log.RipeGroupAsync(), _none);
        await log.AppendAsync(Chunk(key: 1, version: 11, buildsOn: 10));
        await log.KillAndReopenAsync();
        Assert.Equal("snapshot of 1 v11", await log.SnapshotAsync(1));
        Assert.Equal("snapshot of 2 v20", await log.SnapshotAsync(2));
    }

    [Fact]
    public async Task Snapshots_live_longer_than_a_session_and_then_expire_also_over_a_kill()
    {
        await using var log = Start();
        await log.AppendAsync(Chunk(key: 1, version: 10));
        await log.Log.CommitAsync(await log.RipeGroupAsync(), _none);
        log.Time.Advance(TimeSpan.FromMinutes(32));
        await log.KillAndReopenAsync();
        Assert.NotNull(await log.SnapshotAsync(1));
        log.Time.Advance(TimeSpan.FromMinutes(40));
        Assert.Null(await log.SnapshotAsync(1));
        await log.KillAndReopenAsync();
        Assert.Null(await log.SnapshotAsync(1));
    }

    [Fact]
    public async Task A_group_holds_rows_of_one_encoding()
    {
        await using var log = Start();
        await log.Log.AppendAsync(0, new(1, [Chunk(key: 1, version: 10)], []), _none);
        await log.Log.AppendAsync(0, new(2, [Chunk(key: 2, version: 20)], []), _none);
        var group = await log.RipeGroupAsync();
        var contents = await log.Log.ReadGroupAsync(group, _none);
        Assert.Equal(1, contents!.SchemaVersion);
        Assert.Single(contents.Chunks);
        await log.Log.CommitAsync(group, _none);
        Assert.Equal(2, (await log.Log.ReadGroupAsync(await log.RipeGroupAsync(), _none))!.SchemaVersion);
    }

    [Fact]
    public async Task Counter_rows_ride_along_also_without_an_event()
    {
        await using var log = Start();
        await log.Log.AppendAsync(0, new(1, [], [Encoding.UTF8.GetBytes("counted")]), _none);
        var contents = await log.Log.ReadGroupAsync(await log.RipeGroupAsync(), _none);
        Assert.Equal("counted", Text(Assert.Single(contents!.Counters)));
    }

    [Fact]
    public async Task A_log_says_that_tables_must_be_looked_at_until_they_were()
    {
        await using var log = Start();
        await log.AppendAsync(Chunk(key: 1, version: 10));
        var group = await log.RipeGroupAsync();
        Assert.False((await log.Log.ReadGroupAsync(group, _none))!.TablesVerified);
        await log.Log.TablesVerifiedAsync(0, await log.Log.LowestUnwrittenAsync(0, _none), _none);
        Assert.True((await log.Log.ReadGroupAsync(group, _none))!.TablesVerified);
    }

    [Fact]
    public async Task What_was_appended_has_left_the_log_once_its_beginning_has_reached_what_was_its_end()
    {
        await using var log = Start();
        var empty = await log.Log.ExtentAsync(0, _none);
        Assert.Equal(empty.Next, empty.Waiting);
        var (first, second) = (Chunk(key: 1, version: 10), Chunk(key: 2, version: 20, events: 2));
        await log.AppendAsync(first);
        await AssertWaitsAsync(log, first);
        var group = await log.RipeGroupAsync();
        await AssertWaitsAsync(log, first);
        await log.AppendAsync(second);
        var both = await log.Log.ExtentAsync(0, _none);
        Assert.True(both.Waiting <= first.FirstPosition && both.Next > second.FirstPosition + LogPosition.Step);
        await log.Log.CommitAsync(group, _none);
        await AssertWaitsAsync(log, second);
        Assert.True((await log.Log.ExtentAsync(0, _none)).Waiting > first.FirstPosition);
        await log.Log.SetAsideAsync(await log.RipeGroupAsync(), "reason", _none);
        Assert.True((await log.Log.ExtentAsync(0, _none)).Waiting >= both.Next);
    }

    private static async Task AssertWaitsAsync(LogUnderTest log, LogChunk chunk)
    {
        var extent = await log.Log.ExtentAsync(0, _none);
        Assert.True(extent.Waiting <= chunk.FirstPosition && extent.Next > chunk.FirstPosition, $"{chunk.FirstPosition} is not in {extent}");
    }

    [Fact]
    public async Task What_waits_and_what_may_be_in_ClickHouse_is_told_apart()
    {
        await using var log = Start();
        Assert.Null(log.Log.Status.OldestPending);
        var (first, second) = (Chunk(key: 1, version: 10), Chunk(key: 2, version: 20));
        await log.AppendAsync(first);
        Assert.True(await log.Log.LowestUnwrittenAsync(0, _none) <= first.FirstPosition);
        var group = await log.RipeGroupAsync();
        await log.Log.TablesVerifiedAsync(0, await log.Log.LowestUnwrittenAsync(0, _none), _none);
        await log.AppendAsync(second);
        Assert.InRange(await log.Log.LowestUnwrittenAsync(0, _none), first.FirstPosition + 1, second.FirstPosition);
        Assert.NotNull(log.Log.Status.OldestPending);
        await log.Log.CommitAsync(group, _none);
        Assert.InRange(await log.Log.LowestUnwrittenAsync(0, _none), first.FirstPosition + 1, second.FirstPosition);
    }
}
