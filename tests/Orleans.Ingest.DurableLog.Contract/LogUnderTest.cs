using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Orleans.Ingest.DurableLog.Contract;

/// <summary>A log that can be killed and started again, and what the tests of all logs do with one.</summary>
public abstract class LogUnderTest : IAsyncDisposable
{
    public static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public abstract IDurableLog Log { get; }

    /// <summary>The process ends, and another begins.</summary>
    public abstract Task KillAndReopenAsync();

    /// <summary>The process will end by itself after so many operations on what it keeps; nothing for a log that has none.</summary>
    public virtual void EndAfter(int operations)
    {
    }

    public async Task<ChunkOutcome> AppendAsync(LogChunk chunk)
    {
        try
        {
            await Log.AppendAsync(0, Chunks.Batch(chunk), CancellationToken.None);
        }
        catch (LogUnavailableException)
        {
            Assert.Equal(ChunkOutcome.Unknown, chunk.Outcome);
        }

        return chunk.Outcome;
    }

    public async Task<FlushGroup> RipeGroupAsync()
    {
        Time.Advance(FlushInterval);
        return Assert.IsType<FlushGroup>(await Log.ClaimGroupAsync(0, CancellationToken.None));
    }

    public async Task<string[]> PayloadsOfAsync(FlushGroup group)
    {
        var contents = await Log.ReadGroupAsync(group, CancellationToken.None);
        return [.. contents!.Chunks.Select(chunk => Chunks.Text(chunk.Payload))];
    }

    /// <summary>Claims, reads and commits group by group; answers their payloads.</summary>
    public async Task<List<string>> DrainAsync()
    {
        var payloads = new List<string>();
        await Log.RipenAsync(0, CancellationToken.None);
        while (await Log.ClaimGroupAsync(0, CancellationToken.None) is { } group)
        {
            payloads.AddRange(await PayloadsOfAsync(group));
            await Log.CommitAsync(group, CancellationToken.None);
        }

        return payloads;
    }

    public async Task<string?> SnapshotAsync(ulong key) =>
        await Log.ReadSnapshotAsync(0, new(1, key), CancellationToken.None) is { } bytes ? Chunks.Text(bytes) : null;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Log.DisposeAsync();
    }
}
