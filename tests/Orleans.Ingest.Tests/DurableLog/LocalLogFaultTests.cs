using Orleans.Ingest.DurableLog;
using Xunit;
using static Orleans.Ingest.DurableLog.Contract.Chunks;

namespace Orleans.Ingest.Tests.DurableLog;

/// <summary>The local log on a disk whose operations fail.</summary>
public sealed class LocalLogFaultTests
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task After_a_failed_sync_the_bytes_are_cut_and_never_come_back()
    {
        await using var log = new LogOnSimulatedDisk();
        await log.AppendAsync(Chunk(key: 1, version: 10));
        FailOnce(log, DiskOperation.Sync);
        Assert.Equal(ChunkOutcome.Unknown, await log.AppendAsync(Chunk(key: 2, version: 20)));
        Assert.Null(log.Log.Status.Fault);
        Assert.Equal(ChunkOutcome.Appended, await log.AppendAsync(Chunk(key: 3, version: 30)));
        await log.KillAndReopenAsync();
        Assert.Equal(["rows of 1 v10", "rows of 3 v30"], await log.DrainAsync());
        Assert.Null(await log.SnapshotAsync(2));
    }

    [Fact]
    public async Task While_a_failed_append_is_not_cut_nothing_is_appended_or_claimed_and_the_cut_is_tried_again_by_itself()
    {
        await using var log = new LogOnSimulatedDisk();
        await log.AppendAsync(Chunk(key: 1, version: 10));
        log.Disk.Fails = (operation, _) => operation is DiskOperation.Sync or DiskOperation.SetLength;
        Assert.Equal(ChunkOutcome.Unknown, await log.AppendAsync(Chunk(key: 2, version: 20)));
        Assert.Equal(ChunkOutcome.Unknown, await log.AppendAsync(Chunk(key: 3, version: 30)));
        Assert.NotNull(log.Log.Status.Fault);
        log.Disk.Fails = (operation, _) => operation == DiskOperation.SetLength;
        log.Time.Advance(log.Options.FlushInterval);
        Assert.Null(await log.Log.ClaimGroupAsync(0, _none));
        log.Disk.Fails = null;
        log.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(log.Log.Status.Fault);
        Assert.Equal(["rows of 1 v10"], await log.DrainAsync());
    }

    [Fact]
    public async Task A_segment_whose_sealing_was_interrupted_takes_appends_and_is_sealed_later()
    {
        await using var log = new LogOnSimulatedDisk();
        await log.AppendAsync(Chunk(key: 1, version: 10));
        log.Time.Advance(log.Options.FlushInterval);
        var moved = false;
        log.Disk.Fails = (operation, _) => (moved |= operation == DiskOperation.Move) && operation == DiskOperation.SyncDirectory;
        await Assert.ThrowsAnyAsync<IOException>(async () => await log.Log.ClaimGroupAsync(0, _none));
        log.Disk.Fails = null;
        Assert.Equal(ChunkOutcome.Appended, await log.AppendAsync(Chunk(key: 2, version: 20)));
        Assert.Equal(["rows of 1 v10", "rows of 2 v20"], await log.DrainAsync());
        Assert.Single(log.Disk.Paths, path => path.EndsWith(".open", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_segment_that_could_not_be_made_leaves_no_file()
    {
        await using var log = new LogOnSimulatedDisk();
        await log.AppendAsync(Chunk(key: 1, version: 10));
        log.Time.Advance(log.Options.FlushInterval);
        log.Disk.Fails = (operation, path) => operation == DiskOperation.Write && path.EndsWith(".open", StringComparison.Ordinal);
        for (var i = 0; i < 3; i++) await Assert.ThrowsAnyAsync<IOException>(async () => await log.Log.ClaimGroupAsync(0, _none));
        Assert.Single(log.Disk.Paths);
    }

    [Fact]
    public async Task Snapshots_outlive_a_commit_whose_files_failed_in_turn()
    {
        await using var log = new LogOnSimulatedDisk();
        await log.AppendAsync(Chunk(key: 1, version: 10));
        await log.DrainAsync();
        await log.AppendAsync(Chunk(key: 2, version: 20));
        var group = (await log.Log.ClaimGroupAsync(0, _none))!;
        foreach (var failing in (DiskOperation[])[DiskOperation.Write, DiskOperation.SyncDirectory])
        {
            log.Disk.Fails = (operation, _) => operation == failing;
            await Assert.ThrowsAnyAsync<IOException>(async () => await log.Log.CommitAsync(group, _none));
        }

        log.Disk.Fails = null;
        await log.Log.CommitAsync(group, _none);
        await log.KillAndReopenAsync();
        Assert.Equal("snapshot of 1 v10", await log.SnapshotAsync(1));
        Assert.Equal("snapshot of 2 v20", await log.SnapshotAsync(2));
    }

    [Fact]
    public async Task An_append_to_a_closed_log_is_not_taken_for_durable()
    {
        await using var log = new LogOnSimulatedDisk();
        await log.Log.DisposeAsync();
        var chunk = Chunk(key: 1, version: 10);
        await Assert.ThrowsAnyAsync<Exception>(async () => await log.Log.AppendAsync(0, Batch(chunk), _none));
        Assert.Equal(ChunkOutcome.Unknown, chunk.Outcome);
    }

    [Fact]
    public async Task A_closed_log_touches_no_file_that_the_next_process_may_have_taken_over()
    {
        await using var log = new LogOnSimulatedDisk();
        await log.AppendAsync(Chunk(key: 1, version: 10));
        await log.Log.RipenAsync(0, _none);
        var group = (await log.Log.ClaimGroupAsync(0, _none))!;
        await log.Log.DisposeAsync();
        var before = log.Disk.Paths.ToArray();
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await log.Log.CommitAsync(group, _none));
        Assert.Equal(before, log.Disk.Paths);
    }

    [Fact]
    public async Task On_a_full_disk_the_reserve_lets_groups_be_made_and_committed_until_there_is_room_again()
    {
        await using var log = new LogOnSimulatedDisk();
        var reserve = Path.Combine(log.QueuePath, "reserve");
        Assert.Contains(reserve, log.Disk.Paths);
        await log.AppendAsync(Chunk(key: 1, version: 10));
        // Full but for the reserve.
        log.Disk.Fails = (operation, path) => operation switch
        {
            DiskOperation.Write => log.Disk.Exists(reserve),
            DiskOperation.Create => path == reserve,
            _ => false,
        };
        Assert.Equal(ChunkOutcome.Unknown, await log.AppendAsync(Chunk(key: 2, version: 20)));
        Assert.Equal(ChunkOutcome.Unknown, await log.AppendAsync(Chunk(key: 3, version: 30)));
        Assert.NotNull(log.Log.Status.Fault);
        Assert.Equal(["rows of 1 v10"], await log.DrainAsync());
        log.Disk.Fails = null;
        log.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(log.Log.Status.Fault);
        Assert.Equal(ChunkOutcome.Appended, await log.AppendAsync(Chunk(key: 1, version: 11, buildsOn: 10)));
        Assert.Equal(["rows of 1 v11"], await log.DrainAsync());
        Assert.Contains(reserve, log.Disk.Paths);
    }

    private static void FailOnce(LogOnSimulatedDisk log, DiskOperation failing)
    {
        var left = 1;
        log.Disk.Fails = (operation, _) => operation == failing && Interlocked.Decrement(ref left) >= 0;
    }
}
