using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.DurableLog.Local;
using Xunit;

namespace Orleans.Ingest.Tests.DurableLog;

/// <summary>A local log on a <see cref="SimulatedDisk"/>, which can be killed, lose power, and start again.</summary>
internal sealed class LogOnSimulatedDisk : IAsyncDisposable
{
    private const string Root = "/log";

    public LogOnSimulatedDisk() => Log = Open();

    public SimulatedDisk Disk { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public LocalLogOptions Options { get; } = new() { Directory = Root };

    public LocalDurableLog Log { get; private set; }

    public string QueuePath => Path.Combine(Root, "000");

    public async Task KillAndReopenAsync()
    {
        await Log.DisposeAsync();
        Disk.NextProcess();
        Log = Open();
    }

    public async Task LosePowerAndReopenAsync(Random random)
    {
        await Log.DisposeAsync();
        Disk.LosePower(random);
        Log = Open();
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

    /// <summary>Claims, reads and commits group by group; answers their payloads.</summary>
    public async Task<List<string>> DrainAsync()
    {
        var payloads = new List<string>();
        await Log.RipenAsync(0, CancellationToken.None);
        while (await Log.ClaimGroupAsync(0, CancellationToken.None) is { } group)
        {
            var contents = await Log.ReadGroupAsync(group, CancellationToken.None);
            payloads.AddRange(contents!.Chunks.Select(chunk => Chunks.Text(chunk.Payload)));
            await Log.CommitAsync(group, CancellationToken.None);
        }

        return payloads;
    }

    public async Task<string?> SnapshotAsync(ulong key) =>
        await Log.ReadSnapshotAsync(0, new(1, key), CancellationToken.None) is { } bytes ? Chunks.Text(bytes) : null;

    public ValueTask DisposeAsync() => Log.DisposeAsync();

    private LocalDurableLog Open() => LocalDurableLog.Open(Options, Disk, Time, NullLogger<LocalDurableLog>.Instance);
}
