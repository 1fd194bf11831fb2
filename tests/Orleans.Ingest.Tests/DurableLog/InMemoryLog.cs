using Orleans.Ingest.DurableLog;
using Orleans.Ingest.DurableLog.Contract;

namespace Orleans.Ingest.Tests.DurableLog;

/// <summary>The contract of the log, as plainly as it can be written down: what the other logs are compared with.</summary>
internal sealed class InMemoryLog(TimeProvider time) : IDurableLog
{
    private static readonly TimeSpan _snapshotsLive = TimeSpan.FromMinutes(65);

    private readonly Lock _gate = new();
    private readonly Dictionary<SnapshotKey, (ulong Version, ReadOnlyMemory<byte> Bytes, DateTimeOffset At)> _snapshots = [];
    private readonly List<(ushort Schema, DateTimeOffset At, ulong First, ulong Last, List<LoggedChunk> Chunks, IReadOnlyList<ReadOnlyMemory<byte>> Counters)> _open = [];
    private (FlushGroup Group, FlushGroupContents Contents)? _pending;
    private ulong _last;
    private bool _ripe;
    private bool _tablesVerified;
    private readonly List<(FlushGroup Group, string Reason)> _setAside = [];

    public int QueueCount => 1;

    public LogStatus Status
    {
        get
        {
            lock (_gate)
            {
                var oldest = _pending?.Group.First ?? (_open.Count > 0 ? _open[0].First : null as ulong?);
                return new(0, long.MaxValue, oldest is { } first ? LogPosition.TimeOf(first) : null, null) { DeadLetters = _setAside.Count > 0 ? new(_setAside.Count, "", "") : null };
            }
        }
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReadSnapshotAsync(int queue, SnapshotKey key, CancellationToken cancellationToken)
    {
        lock (_gate) return new(Find(key)?.Bytes);
    }

    public ValueTask AppendAsync(int queue, AppendBatch batch, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var (now, appended, first) = (time.GetUtcNow(), new List<LogChunk>(), LogPosition.Next(_last, time.GetUtcNow(), queue));
            foreach (var chunk in batch.Chunks)
            {
                var isSecond = appended.Exists(other => other.Key == chunk.Key);
                chunk.Outcome = now - chunk.OldestBirth > LogChunk.MaxAge ? ChunkOutcome.Late
                    : isSecond || (Find(chunk.Key)?.Version ?? 0) != chunk.BuildsOn ? ChunkOutcome.Stale : ChunkOutcome.Appended;
                if (chunk.Outcome != ChunkOutcome.Appended) continue;
                chunk.FirstPosition = LogPosition.Next(_last, now, queue);
                _last = chunk.FirstPosition + ((ulong)Math.Max(0, chunk.Positions - 1) * LogPosition.Step);
                appended.Add(chunk);
            }

            if (appended.Count == 0 && batch.Counters.Count == 0) return ValueTask.CompletedTask;
            foreach (var chunk in appended) _snapshots[chunk.Key] = (chunk.Version, chunk.Snapshot.ToArray(), now);
            _last = Math.Max(_last, first);
            _open.Add((batch.SchemaVersion, now, first, _last, [.. appended.Select(chunk => new LoggedChunk(chunk.FirstPosition, chunk.Payload.ToArray()))], batch.Counters));
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask<FlushGroup?> ClaimGroupAsync(int queue, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_pending is null && _open.Count > 0 && (_ripe || time.GetUtcNow() - _open[0].At >= LogUnderTest.FlushInterval))
            {
                var taken = _open.TakeWhile(entry => entry.Schema == _open[0].Schema).ToArray();
                _open.RemoveRange(0, taken.Length);
                _pending = (
                    new(queue, taken[0].First, taken[^1].Last),
                    new(taken[0].Schema, [.. taken.SelectMany(entry => entry.Chunks)], [.. taken.SelectMany(entry => entry.Counters)]));
            }

            return new(_pending?.Group);
        }
    }

    public ValueTask<FlushGroupContents?> ReadGroupAsync(FlushGroup group, CancellationToken cancellationToken)
    {
        lock (_gate) return new(_pending is { } pending && pending.Group == group ? pending.Contents with { TablesVerified = _tablesVerified } : null);
    }

    public ValueTask<bool> IsPendingAsync(FlushGroup group, CancellationToken cancellationToken)
    {
        lock (_gate) return new(_pending?.Group == group);
    }

    public ValueTask CommitAsync(FlushGroup group, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_pending?.Group == group) _pending = null;
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask SetAsideAsync(FlushGroup group, string reason, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_pending?.Group == group)
            {
                _pending = null;
                _setAside.Add((group, reason));
            }

            return ValueTask.CompletedTask;
        }
    }

    public ValueTask<DeadLetter?> FindDeadLetterAsync(ulong position, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var found = _setAside.FirstOrDefault(aside => aside.Group.First <= position && position <= aside.Group.Last);
            return new(found.Group is null ? null : new DeadLetter(found.Reason, IsDamaged: false));
        }
    }

    public ValueTask<ulong> LowestUnwrittenAsync(int queue, CancellationToken cancellationToken)
    {
        lock (_gate) return new(_pending is { } pending ? pending.Group.Last + LogPosition.Step : _open.Count > 0 ? _open[0].First : LogPosition.Next(_last, time.GetUtcNow(), queue));
    }

    public ValueTask<LogExtent> ExtentAsync(int queue, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var next = _last + LogPosition.Step;
            return new(new LogExtent(_pending?.Group.First ?? (_open.Count > 0 ? _open[0].First : next), next));
        }
    }

    public ValueTask TablesVerifiedAsync(int queue, ulong lowestUnwritten, CancellationToken cancellationToken)
    {
        _tablesVerified = true;
        return ValueTask.CompletedTask;
    }

    public ValueTask RipenAsync(int queue, CancellationToken cancellationToken)
    {
        _ripe = true;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private (ulong Version, ReadOnlyMemory<byte> Bytes)? Find(SnapshotKey key) =>
        _snapshots.TryGetValue(key, out var stored) && time.GetUtcNow() - stored.At < _snapshotsLive ? (stored.Version, stored.Bytes) : null;
}
