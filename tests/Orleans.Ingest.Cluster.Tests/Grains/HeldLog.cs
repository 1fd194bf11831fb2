using System.Collections.Concurrent;
using Orleans.Ingest.DurableLog;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>A log in memory whose appends a test can hold, let go and fail.</summary>
internal sealed class HeldLog : IDurableLog
{
    private readonly ConcurrentDictionary<SnapshotKey, (ulong Version, ReadOnlyMemory<byte> Bytes)> _snapshots = new();
    private readonly SemaphoreSlim _allowed = new(0);
    private ulong _last;

    public List<LogChunk> Appended { get; } = [];

    public SemaphoreSlim Arrived { get; } = new(0);

    /// <summary>Reads that take their answer at once and give it when the test says so.</summary>
    public ConcurrentQueue<TaskCompletionSource> HeldReads { get; } = new();

    public bool FailNext { get; set; }

    public bool Hold { get; set; }

    public Dictionary<ulong, DeadLetter?> DeadLetters { get; } = [];

    /// <summary>The lowest position that is not in ClickHouse; null when all are.</summary>
    public ulong? Waiting { get; set; }

    public int QueueCount => 1;

    public int? SnapshotsInMemory { get; set; }

    public LogStatus Status => new(0, long.MaxValue, null, null);

    public void LetGo(int appends = 1) => _allowed.Release(appends);

    public async ValueTask<ReadOnlyMemory<byte>?> ReadSnapshotAsync(int queue, SnapshotKey key, CancellationToken cancellationToken)
    {
        var read = _snapshots.TryGetValue(key, out var stored) ? stored.Bytes : (ReadOnlyMemory<byte>?)null;
        if (!HeldReads.TryDequeue(out var held)) return read;
        Arrived.Release();
        await held.Task;
        return read;
    }

    public async ValueTask AppendAsync(int queue, AppendBatch batch, CancellationToken cancellationToken)
    {
        Arrived.Release();
        if (Hold) await _allowed.WaitAsync(cancellationToken);
        if (FailNext)
        {
            FailNext = false;
            throw new LogUnavailableException("The test fails this append.");
        }

        foreach (var chunk in batch.Chunks)
        {
            var current = _snapshots.TryGetValue(chunk.Key, out var stored) ? stored.Version : 0;
            chunk.Outcome = current == chunk.BuildsOn ? ChunkOutcome.Appended : ChunkOutcome.Stale;
            if (chunk.Outcome != ChunkOutcome.Appended) continue;
            chunk.FirstPosition = _last + LogPosition.Step;
            _last += (ulong)Math.Max(1, chunk.Positions) * LogPosition.Step;
            var kept = Copied(chunk);
            _snapshots[chunk.Key] = (chunk.Version, kept.Snapshot);
            lock (Appended) Appended.Add(kept);
        }
    }

    public ValueTask<FlushGroup?> ClaimGroupAsync(int queue, CancellationToken cancellationToken) => new((FlushGroup?)null);

    public ValueTask<FlushGroupContents?> ReadGroupAsync(FlushGroup group, CancellationToken cancellationToken) => new((FlushGroupContents?)null);

    public ValueTask<bool> IsPendingAsync(FlushGroup group, CancellationToken cancellationToken) => new(false);

    public ValueTask CommitAsync(FlushGroup group, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask SetAsideAsync(FlushGroup group, string reason, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<DeadLetter?> FindDeadLetterAsync(ulong position, CancellationToken cancellationToken) => new(DeadLetters.TryGetValue(position, out var dead) ? dead : null);

    public ValueTask<ulong> LowestUnwrittenAsync(int queue, CancellationToken cancellationToken) => new(_last + LogPosition.Step);

    public ValueTask<LogExtent> ExtentAsync(int queue, CancellationToken cancellationToken) => new(new LogExtent(Waiting ?? (_last + LogPosition.Step), _last + LogPosition.Step));

    public ValueTask TablesVerifiedAsync(int queue, ulong lowestUnwritten, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask RipenAsync(int queue, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _allowed.Dispose();
        Arrived.Dispose();
        return ValueTask.CompletedTask;
    }

    // Its memory is the grain's again after the append.
    private static LogChunk Copied(LogChunk chunk) => new()
    {
        Key = chunk.Key,
        BuildsOn = chunk.BuildsOn,
        Version = chunk.Version,
        OldestBirth = chunk.OldestBirth,
        Positions = chunk.Positions,
        Payload = chunk.Payload.ToArray(),
        Snapshot = chunk.Snapshot.ToArray(),
        Outcome = chunk.Outcome,
        FirstPosition = chunk.FirstPosition,
    };
}
