using Orleans.Ingest.DurableLog;
using Xunit;
using static Orleans.Ingest.DurableLog.Contract.Chunks;

namespace Orleans.Ingest.Tests.DurableLog;

public sealed class LocalDurableLogTests
{
    private static readonly CancellationToken _none = CancellationToken.None;

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
    public async Task A_second_process_on_the_same_directory_is_refused()
    {
        await using var directory = new LogDirectory();
        Assert.Contains("in use by another process", Assert.Throws<LogUnavailableException>(directory.Reopen).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damage_in_the_middle_of_a_group_is_reported_not_skipped()
    {
        await using var directory = new LogDirectory();
        // The pending group is still in memory; the one behind it is read when its turn comes.
        var segment = new string('x', (int)directory.Options.SegmentBytes);
        await directory.Log.AppendAsync(0, Batch(Chunk(key: 1, version: 10, payload: segment)), _none);
        await directory.Log.AppendAsync(0, Batch(Chunk(key: 2, version: 20, payload: segment)), _none);
        var path = Directory.GetFiles(directory.QueuePath, "*.sealed").Order(StringComparer.Ordinal).Last();
        await directory.Log.CommitAsync(await RipeGroupAsync(directory), _none);
        var group = await RipeGroupAsync(directory);
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
