using System.Text;
using Orleans.Ingest.DurableLog;
using Xunit;
using static Orleans.Ingest.Tests.DurableLog.Chunks;

namespace Orleans.Ingest.Tests.DurableLog;

public sealed class LocalDurableLogTests
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task Every_event_gets_a_position_of_its_own_and_they_rise()
    {
        await using var directory = new LogDirectory();
        var (first, second) = (Chunk(key: 1, version: 10, events: 3), Chunk(key: 2, version: 20));
        await directory.Log.AppendAsync(0, Batch(first, second), _none);
        var third = Chunk(key: 3, version: 30);
        await directory.Log.AppendAsync(0, Batch(third), _none);
        Assert.Equal(first.FirstPosition + (3 * LogPosition.Step), second.FirstPosition);
        Assert.True(third.FirstPosition > second.FirstPosition);
        Assert.Equal(0, LogPosition.QueueOf(third.FirstPosition));
    }

    [Fact]
    public async Task A_chunk_that_builds_on_another_version_is_refused_and_leaves_no_row()
    {
        await using var directory = new LogDirectory();
        await directory.Log.AppendAsync(0, Batch(Chunk(key: 1, version: 10)), _none);
        var (stale, absent, right) = (Chunk(key: 1, version: 12, buildsOn: 11), Chunk(key: 2, version: 21, buildsOn: 20), Chunk(key: 3, version: 30));
        await directory.Log.AppendAsync(0, Batch(stale, absent, right), _none);
        Assert.Equal([ChunkOutcome.Stale, ChunkOutcome.Stale, ChunkOutcome.Appended], [stale.Outcome, absent.Outcome, right.Outcome]);
        Assert.Equal(["rows of 1 v10", "rows of 3 v30"], await PayloadsOfNextGroupAsync(directory));
        Assert.Equal("snapshot of 1 v10", await SnapshotAsync(directory, 1));
    }

    [Fact]
    public async Task A_chunk_whose_oldest_event_was_born_more_than_two_minutes_ago_is_refused()
    {
        await using var directory = new LogDirectory();
        directory.Time.Advance(LogChunk.MaxAge + TimeSpan.FromSeconds(1));
        var late = Chunk(key: 1, version: 10);
        await directory.Log.AppendAsync(0, Batch(late), _none);
        Assert.Equal(ChunkOutcome.Late, late.Outcome);
        Assert.Null(await SnapshotAsync(directory, 1));
    }

    [Fact]
    public async Task A_group_is_claimed_once_the_flush_interval_has_passed()
    {
        await using var directory = new LogDirectory();
        await directory.Log.AppendAsync(0, Batch(Chunk(key: 1, version: 10)), _none);
        Assert.Null(await directory.Log.ClaimGroupAsync(0, _none));
        directory.Time.Advance(directory.Options.FlushInterval);
        Assert.NotNull(await directory.Log.ClaimGroupAsync(0, _none));
    }

    [Fact]
    public async Task A_claimed_group_stays_the_same_over_appends_and_a_kill_until_it_is_committed()
    {
        await using var directory = new LogDirectory();
        await directory.Log.AppendAsync(0, Batch(Chunk(key: 1, version: 10)), _none);
        var claimed = await RipeGroupAsync(directory);
        await directory.Log.AppendAsync(0, Batch(Chunk(key: 2, version: 20)), _none);
        Assert.Equal(claimed, await RipeGroupAsync(directory));
        await directory.KillAndReopenAsync();
        Assert.Equal(claimed, await RipeGroupAsync(directory));
        Assert.Equal(["rows of 1 v10"], await PayloadsOfNextGroupAsync(directory));
        await directory.Log.CommitAsync(claimed, _none);
        Assert.Equal(["rows of 2 v20"], await PayloadsOfNextGroupAsync(directory));
    }

    [Fact]
    public async Task A_commit_of_a_group_that_is_not_pending_does_nothing()
    {
        await using var directory = new LogDirectory();
        await directory.Log.AppendAsync(0, Batch(Chunk(key: 1, version: 10)), _none);
        var claimed = await RipeGroupAsync(directory);
        await directory.Log.CommitAsync(claimed with { Last = claimed.Last + LogPosition.Step }, _none);
        Assert.True(await directory.Log.IsPendingAsync(claimed, _none));
    }

    [Fact]
    public async Task Snapshots_outlive_commit_and_kill_and_the_newest_wins()
    {
        await using var directory = new LogDirectory();
        await directory.Log.AppendAsync(0, Batch(Chunk(key: 1, version: 10), Chunk(key: 2, version: 20)), _none);
        await directory.Log.CommitAsync(await RipeGroupAsync(directory), _none);
        await directory.Log.AppendAsync(0, Batch(Chunk(key: 1, version: 11, buildsOn: 10, born: directory.Time.GetUtcNow())), _none);
        await directory.KillAndReopenAsync();
        Assert.Equal("snapshot of 1 v11", await SnapshotAsync(directory, 1));
        Assert.Equal("snapshot of 2 v20", await SnapshotAsync(directory, 2));
    }

    [Fact]
    public async Task Snapshots_live_longer_than_a_session_and_then_expire_also_over_a_kill()
    {
        await using var directory = new LogDirectory();
        await directory.Log.AppendAsync(0, Batch(Chunk(key: 1, version: 10)), _none);
        await directory.Log.CommitAsync(await RipeGroupAsync(directory), _none);
        directory.Time.Advance(TimeSpan.FromMinutes(32));
        await directory.KillAndReopenAsync();
        Assert.NotNull(await SnapshotAsync(directory, 1));
        directory.Time.Advance(TimeSpan.FromMinutes(40));
        Assert.Null(await SnapshotAsync(directory, 1));
        await directory.KillAndReopenAsync();
        Assert.Null(await SnapshotAsync(directory, 1));
    }

    [Fact]
    public async Task A_torn_last_write_is_cut_and_everything_acknowledged_before_it_stays()
    {
        await using var directory = new LogDirectory();
        await directory.Log.AppendAsync(0, Batch(Chunk(key: 1, version: 10)), _none);
        await directory.KillAsync();
        var open = Assert.Single(Directory.GetFiles(directory.QueuePath, "*.open"));
        var whole = await File.ReadAllBytesAsync(open, _none);
        for (var torn = 1; torn < 60; torn += 7)
        {
            await File.WriteAllBytesAsync(open, [.. whole, .. whole.AsSpan(8, torn)], _none);
            directory.Reopen();
            Assert.Equal(["rows of 1 v10"], await PayloadsOfNextGroupAsync(directory));
            await directory.KillAsync();
            foreach (var file in Directory.GetFiles(directory.QueuePath)) File.Delete(file);
        }

        directory.Reopen();
    }

    [Fact]
    public async Task Positions_are_never_given_again_even_from_an_empty_directory_or_after_the_clock_went_back()
    {
        await using var directory = new LogDirectory();
        var chunk = Chunk(key: 1, version: 10, events: 5);
        await directory.Log.AppendAsync(0, Batch(chunk), _none);
        var highest = chunk.FirstPosition + (4 * LogPosition.Step);
        await directory.Log.CommitAsync(await RipeGroupAsync(directory), _none);
        await directory.KillAsync();
        directory.Time.AdjustTime(directory.Time.GetUtcNow().AddMinutes(-1));
        directory.Reopen();
        var next = Chunk(key: 2, version: 20, born: directory.Time.GetUtcNow());
        await directory.Log.AppendAsync(0, Batch(next), _none);
        Assert.True(next.FirstPosition > highest);
    }

    [Fact]
    public async Task At_its_budget_the_log_refuses_and_takes_events_again_once_a_group_is_committed()
    {
        await using var directory = new LogDirectory { Options = { MaxBytes = 1000 } };
        await directory.Log.AppendAsync(0, Batch(Chunk(key: 1, version: 10, payload: new string('x', 600))), _none);
        await Assert.ThrowsAsync<LogFullException>(async () => await directory.Log.AppendAsync(0, Batch(Chunk(key: 2, version: 20, payload: new string('y', 600))), _none));
        Assert.Null(await SnapshotAsync(directory, 2));
        await directory.Log.CommitAsync(await RipeGroupAsync(directory), _none);
        var born = directory.Time.GetUtcNow();
        await directory.Log.AppendAsync(0, Batch(Chunk(key: 2, version: 20, born: born, payload: new string('y', 600))), _none);
        Assert.NotNull(await SnapshotAsync(directory, 2));
    }

    [Fact]
    public async Task A_group_holds_rows_of_one_encoding()
    {
        await using var directory = new LogDirectory();
        await directory.Log.AppendAsync(0, new(1, [Chunk(key: 1, version: 10)], []), _none);
        await directory.Log.AppendAsync(0, new(2, [Chunk(key: 2, version: 20)], []), _none);
        var group = await RipeGroupAsync(directory);
        var contents = await directory.Log.ReadGroupAsync(group, _none);
        Assert.Equal(1, contents!.SchemaVersion);
        Assert.Single(contents.Chunks);
        await directory.Log.CommitAsync(group, _none);
        Assert.Equal(2, (await directory.Log.ReadGroupAsync(await RipeGroupAsync(directory), _none))!.SchemaVersion);
    }

    [Fact]
    public async Task Counter_rows_ride_along_also_without_an_event()
    {
        await using var directory = new LogDirectory();
        await directory.Log.AppendAsync(0, new(1, [], [Encoding.UTF8.GetBytes("counted")]), _none);
        var contents = await directory.Log.ReadGroupAsync(await RipeGroupAsync(directory), _none);
        Assert.Equal("counted", Text(Assert.Single(contents!.Counters)));
    }

    [Fact]
    public async Task A_second_process_on_the_same_directory_is_refused()
    {
        await using var directory = new LogDirectory();
        Assert.Contains("in use by another process", Assert.Throws<LogUnavailableException>(directory.Reopen).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damage_in_the_middle_of_a_group_is_reported_not_skipped()
    {
        await using var directory = new LogDirectory();
        await directory.Log.AppendAsync(0, Batch(Chunk(key: 1, version: 10)), _none);
        await directory.Log.AppendAsync(0, Batch(Chunk(key: 2, version: 20)), _none);
        var group = await RipeGroupAsync(directory);
        var path = Assert.Single(Directory.GetFiles(directory.QueuePath, "*.sealed"));
        var bytes = await File.ReadAllBytesAsync(path, _none);
        bytes[30] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, _none);
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await directory.Log.ReadGroupAsync(group, _none));
    }

    private static async Task<FlushGroup> RipeGroupAsync(LogDirectory directory)
    {
        directory.Time.Advance(directory.Options.FlushInterval);
        return Assert.IsType<FlushGroup>(await directory.Log.ClaimGroupAsync(0, _none));
    }

    private static async Task<string[]> PayloadsOfNextGroupAsync(LogDirectory directory)
    {
        var contents = await directory.Log.ReadGroupAsync(await RipeGroupAsync(directory), _none);
        return [.. contents!.Chunks.Select(chunk => Text(chunk.Payload))];
    }

    private static async Task<string?> SnapshotAsync(LogDirectory directory, ulong key) =>
        await directory.Log.ReadSnapshotAsync(0, new(1, key), _none) is { } bytes ? Text(bytes) : null;
}
