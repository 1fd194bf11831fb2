using Orleans.Ingest.DurableLog;
using Xunit;
using static Orleans.Ingest.DurableLog.Contract.Chunks;

namespace Orleans.Ingest.Tests.DurableLog;

/// <summary>What a start makes of what it finds.</summary>
public sealed class LocalLogRecoveryTests
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task What_a_kill_left_unsynced_is_synced_before_anything_builds_on_it()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            await using var log = new LogOnSimulatedDisk();
            // The process ends after room was made and the append written, before the sync: the entry is whole, and in the page cache alone.
            log.Disk.EndsAt = log.Disk.Operations + 2;
            Assert.Equal(ChunkOutcome.Unknown, await log.AppendAsync(Chunk(key: 1, version: 10)));
            await log.KillAndReopenAsync();
            Assert.Equal(ChunkOutcome.Appended, await log.AppendAsync(Chunk(key: 1, version: 11, buildsOn: 10)));
            await log.LosePowerAndReopenAsync(new Random(seed));
            Assert.Equal(["rows of 1 v10", "rows of 1 v11"], await log.DrainAsync());
        }
    }

    [Fact]
    public async Task A_commit_is_durable_before_the_next_group_is_handed_out()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            await using var log = new LogOnSimulatedDisk();
            await log.AppendAsync(Chunk(key: 1, version: 10));
            await log.DrainAsync();
            await log.LosePowerAndReopenAsync(new Random(seed));
            Assert.Empty(await log.DrainAsync());
        }
    }

    [Fact]
    public async Task Positions_are_not_given_again_when_a_start_is_killed_after_the_clock_went_back()
    {
        for (var killedAt = 0; killedAt < 16; killedAt++)
        {
            await using var log = new LogOnSimulatedDisk();
            var written = Chunk(key: 1, version: 10);
            await log.AppendAsync(written);
            // Committed: only the name of the empty open segment still bounds what was given.
            await log.DrainAsync();
            log.Time.AdjustTime(log.Time.GetUtcNow().AddHours(-1));
            await log.KillInRecoveryAsync(killedAt);
            await log.KillAndReopenAsync();
            var next = Chunk(key: 2, version: 20, born: log.Time.GetUtcNow());
            Assert.Equal(ChunkOutcome.Appended, await log.AppendAsync(next));
            Assert.True(next.FirstPosition > written.FirstPosition, $"killed at {killedAt}");
        }
    }

    [Fact]
    public async Task Room_that_was_made_for_entries_is_cut_before_a_segment_is_sealed_and_at_the_next_start()
    {
        await using var log = new LogOnSimulatedDisk();
        await log.AppendAsync(Chunk(key: 1, version: 10));
        var open = log.Disk.Paths.Single(name => name.EndsWith(".open", StringComparison.Ordinal));
        Assert.Equal(new byte[100], log.Disk[open][^100..]);
        await log.KillAndReopenAsync();
        var recovered = log.Disk.Paths.Single(name => name.EndsWith(".sealed", StringComparison.Ordinal));
        Assert.NotEqual(new byte[16], log.Disk[recovered][^16..]);

        await log.AppendAsync(Chunk(key: 2, version: 20));
        await log.Log.RipenAsync(0, _none);
        Assert.Equal(["rows of 1 v10", "rows of 2 v20"], await log.DrainAsync());
        await log.AppendAsync(Chunk(key: 3, version: 30));
        await log.Log.RipenAsync(0, _none);
        await log.Log.ClaimGroupAsync(0, _none);
        var sealedNow = log.Disk.Paths.Last(name => name.EndsWith(".sealed", StringComparison.Ordinal));
        Assert.NotEqual(new byte[16], log.Disk[sealedNow][^16..]);
    }

    [Fact]
    public async Task Damage_among_acknowledged_entries_is_kept_for_whoever_repairs_it_and_reported()
    {
        await using var log = new LogOnSimulatedDisk();
        await log.AppendAsync(Chunk(key: 1, version: 10));
        await log.AppendAsync(Chunk(key: 2, version: 20));
        await log.AppendAsync(Chunk(key: 3, version: 30));
        await log.Log.RipenAsync(0, _none);
        await log.Log.ClaimGroupAsync(0, _none);
        var path = log.Disk.Paths.Single(name => name.EndsWith(".sealed", StringComparison.Ordinal));
        var damaged = log.Disk[path].ToArray();
        damaged[damaged.Length / 2] ^= 1;
        log.Disk[path] = damaged;
        await log.KillAndReopenAsync();
        Assert.Equal(["rows of 1 v10"], await log.DrainAsync());
        var kept = log.Disk.Paths.Single(name => name.EndsWith(".damaged", StringComparison.Ordinal));
        Assert.Equal(damaged, log.Disk[kept]);
        Assert.Equal(1, log.Log.Status.DeadLetters?.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task A_segment_that_never_got_its_header_is_removed(int zeros)
    {
        await using var log = new LogOnSimulatedDisk();
        await log.AppendAsync(Chunk(key: 1, version: 10));
        using (log.Disk.Create(Path.Combine(log.QueuePath, "00999999999999999999.open")))
        {
        }

        log.Disk[Path.Combine(log.QueuePath, "00999999999999999999.open")] = new byte[zeros];
        await log.KillAndReopenAsync();
        Assert.Equal(["rows of 1 v10"], await log.DrainAsync());
        var next = Chunk(key: 2, version: 20);
        await log.AppendAsync(next);
        Assert.True(next.FirstPosition > 999999999999999999, "the name still bounds the positions");
    }
}
