using System.Buffers;
using Microsoft.Extensions.Logging;

namespace Orleans.Ingest.DurableLog.Local;

/// <summary>
/// One queue of the local log: a directory of segment files. Append = write + fdatasync; seal = rename; commit = unlink.
/// Appends and seals exclude each other, so do commits; a commit never holds up an append.
/// </summary>
internal sealed partial class LocalQueue : IDisposable
{
    private readonly int _queue;
    private readonly string _directory;
    private readonly LocalLogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SnapshotIndex _index;
    private readonly SnapshotFiles _snapshotFiles;
    private readonly WaitingGroups _waiting;
    private readonly ArrayBufferWriter<byte> _entry = new(64 << 10);

    // Guarded by _appending.
    private readonly Lock _appending = new();
    private OpenSegment _open;
    private ulong _last;
    private string? _fault;

    // Guarded by _committing.
    private readonly Lock _committing = new();
    private (FlushGroup Group, List<StoredEntry> Entries)? _read;

    private volatile bool _ripe;

    /// <summary>Opens a queue's directory, made if missing, and recovers what an earlier process left in it.</summary>
    public LocalQueue(int queue, string directory, LocalLogOptions options, TimeProvider time, ILogger logger)
    {
        (_queue, _directory, _options, _time, _logger) = (queue, directory, options, time, logger);
        Directory.CreateDirectory(directory);
        _index = new(time);
        _snapshotFiles = new(directory, time);
        var started = time.GetTimestamp();
        _snapshotFiles.Load(_index);
        var recovery = new LocalQueueRecovery(directory, queue, _index);
        recovery.Run();
        _waiting = new(recovery.Sealed);
        _last = LogPosition.Next(recovery.Last, time.GetUtcNow(), queue);
        _open = OpenSegment.Create(directory, _last, time.GetUtcNow());
        foreach (var path in recovery.Obsolete) File.Delete(path);
        if (recovery.Events > 0 || recovery.CutBytes > 0)
        {
            Log.Recovered(logger, queue, recovery.Events, recovery.Sealed.Count, recovery.CutBytes, time.GetElapsedTime(started).TotalMilliseconds);
        }
    }

    /// <summary>Bytes that are not committed.</summary>
    public long UsedBytes => _waiting.Bytes + _open.Length - OpenSegment.HeaderBytes;

    /// <summary>Why nothing can be appended; null when it can.</summary>
    public string? Fault => _fault;

    /// <summary>When the oldest event that waits was appended.</summary>
    public DateTimeOffset? OldestPending => _waiting.Pending is { } oldest ? LogPosition.TimeOf(oldest.Group.First) : _open.FirstAppended;

    /// <summary>See <see cref="IDurableLog.ReadSnapshotAsync"/>.</summary>
    public ReadOnlyMemory<byte>? ReadSnapshot(SnapshotKey key) => _index.Find(key)?.Bytes;

    /// <summary>See <see cref="IDurableLog.AppendAsync"/>.</summary>
    public void Append(AppendBatch batch)
    {
        lock (_appending)
        {
            Repair();
            if (_open.SchemaVersion is { } version && version != batch.SchemaVersion) Seal();
            RequireRoom(batch);
            _last = ChunkJudge.Judge(batch, _index, _queue, _last, _time.GetUtcNow());
            if (batch.Counters.Count == 0 && batch.Chunks.All(chunk => chunk.Outcome != ChunkOutcome.Appended)) return;
            _entry.ResetWrittenCount();
            EntryCodec.Write(_entry, batch);
            try
            {
                _open.Append(_entry, _last, batch.SchemaVersion, _time.GetUtcNow());
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                foreach (var chunk in batch.Chunks) chunk.Outcome = ChunkOutcome.Unknown;
                _fault = $"The event log '{_directory}' cannot be written: {error.Message}";
                Log.AppendFailed(_logger, error, _queue);
                TryRepair();
                throw new LogUnavailableException(_fault ?? $"An append to '{_directory}' failed and was taken back: {error.Message}", error);
            }

            foreach (var chunk in batch.Chunks)
            {
                if (chunk.Outcome == ChunkOutcome.Appended) _index.Put(chunk.Key, new(chunk.Version, chunk.FirstPosition, chunk.Snapshot));
            }

            if (_open.Length >= _options.SegmentBytes) TrySeal();
        }
    }

    /// <summary>See <see cref="IDurableLog.ClaimGroupAsync"/>.</summary>
    public FlushGroup? Claim()
    {
        if (_waiting.Pending is { } pending) return pending.Group;
        lock (_appending)
        {
            if (_open.FirstAppended is not { } since || (!_ripe && _time.GetUtcNow() - since < _options.FlushInterval)) return null;
            Seal();
        }

        return _waiting.Pending?.Group;
    }

    /// <summary>See <see cref="IDurableLog.IsPendingAsync"/>.</summary>
    public bool IsPending(FlushGroup group) => _waiting.Pending?.Group == group;

    /// <summary>See <see cref="IDurableLog.ReadGroupAsync"/>.</summary>
    public FlushGroupContents? Read(FlushGroup group)
    {
        lock (_committing)
        {
            if (_waiting.Pending is not { } pending || pending.Group != group) return null;
            var entries = EntriesOf(pending);
            return new(
                entries.Count > 0 ? entries[0].SchemaVersion : (ushort)0,
                [.. entries.SelectMany(entry => entry.Chunks).Where(chunk => chunk.Payload.Length > 0).Select(chunk => new LoggedChunk(chunk.FirstPosition, chunk.Payload))],
                [.. entries.SelectMany(entry => entry.Counters)]);
        }
    }

    /// <summary>See <see cref="IDurableLog.CommitAsync"/>: live snapshots first, then the file goes.</summary>
    public void Commit(FlushGroup group)
    {
        lock (_committing)
        {
            if (_waiting.Pending is not { } pending || pending.Group != group) return;
            var live = new Dictionary<SnapshotKey, StoredSnapshot>();
            foreach (var chunk in EntriesOf(pending).SelectMany(entry => entry.Chunks))
            {
                // A key that a later segment holds too is that segment's to keep.
                if (_index.Find(chunk.Key) is { } newest && newest.Position <= group.Last) live[chunk.Key] = newest;
            }

            _snapshotFiles.Append([.. live.Select(pair => (pair.Key, pair.Value))]);
            File.Delete(pending.Path);
            _read = null;
            _waiting.RemovePending();
        }
    }

    /// <summary>See <see cref="IDurableLog.RipenAsync"/>.</summary>
    public void Ripen() => _ripe = true;

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_appending) _open.Dispose();
        lock (_committing) _snapshotFiles.Dispose();
    }

    private List<StoredEntry> EntriesOf(SealedSegment pending)
    {
        if (_read is { } read && read.Group == pending.Group) return read.Entries;
        var entries = pending.Read();
        _read = (pending.Group, entries);
        return entries;
    }

    private void RequireRoom(AppendBatch batch)
    {
        if (UsedBytes + EntryCodec.Measure(batch) <= _options.MaxBytes) return;
        throw new LogFullException($"The event log holds {UsedBytes} of {_options.MaxBytes} bytes. Events are refused until ClickHouse takes inserts again; see Ingest:Log:MaxBytes.");
    }

    /// <summary>The next segment is made first: if anything fails, the open one still takes appends, and the newest name holds the last position.</summary>
    private void Seal()
    {
        var now = _time.GetUtcNow();
        _last = LogPosition.Next(_last, now, _queue);
        var next = OpenSegment.Create(_directory, _last, now);
        string path;
        try
        {
            path = _open.Seal();
        }
        catch
        {
            next.Dispose();
            throw;
        }

        var full = _open;
        _open = next;
        full.Dispose();
        _waiting.Add(new(path, new(_queue, full.First, full.Last), full.Length));
    }

    /// <summary>What was appended is durable whether or not its segment can be sealed now.</summary>
    private void TrySeal()
    {
        try
        {
            Seal();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.SealFailed(_logger, error, _queue);
        }
    }

    private void Repair()
    {
        if (_fault is null) return;
        TryRepair();
        if (_fault is not null) throw new LogUnavailableException(_fault);
    }

    /// <summary>After a failed write or sync: the file is cut to what was acknowledged and left for a new one. Until that works, nothing is appended.</summary>
    private void TryRepair()
    {
        try
        {
            _open.CutToAcknowledged();
            Seal();
            _fault = null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.RepairFailed(_logger, error, _queue);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Event log, queue {Queue}: recovered {Events} events in {Groups} flush groups that wait for ClickHouse, {CutBytes} bytes of unacknowledged writes cut, in {Milliseconds:F0} ms.")]
        public static partial void Recovered(ILogger logger, int queue, long events, int groups, long cutBytes, double milliseconds);

        [LoggerMessage(2, LogLevel.Error, "Event log, queue {Queue}: an append failed. Its events are answered 503; nothing acknowledged is lost.")]
        public static partial void AppendFailed(ILogger logger, Exception error, int queue);

        [LoggerMessage(3, LogLevel.Error, "Event log, queue {Queue}: the segment cannot be cut back to its last acknowledged entry yet. Events are refused with 503 until it can.")]
        public static partial void RepairFailed(ILogger logger, Exception error, int queue);

        [LoggerMessage(4, LogLevel.Warning, "Event log, queue {Queue}: a full segment could not be sealed; it grows on, and the next append tries again.")]
        public static partial void SealFailed(ILogger logger, Exception error, int queue);
    }
}
