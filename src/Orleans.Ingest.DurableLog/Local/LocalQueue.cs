using Microsoft.Extensions.Logging;

namespace Orleans.Ingest.DurableLog.Local;

/// <summary>
/// One queue of the local log: a directory of segment files. Appends and seals are the <see cref="QueueTail"/>'s; here the sealed segments
/// are read and leave: commit = unlink, set aside = rename. A commit never holds up an append.
/// </summary>
internal sealed partial class LocalQueue : IDisposable
{
    private readonly ILogFiles _files;
    private readonly string _directory;
    private readonly TimeProvider _time;
    private readonly DeadLetters _deadLetters;
    private readonly SnapshotIndex _index;
    private readonly SnapshotFiles _snapshotFiles;
    private readonly WaitingGroups _waiting;
    private readonly DiskReserve _reserve;
    private readonly QueueTail _tail;
    private readonly FlushPace _pace;

    // Guarded by _leaving.
    private readonly Lock _leaving = new();
    private (FlushGroup Group, IReadOnlyList<StoredEntry> Entries)? _read;
    private int _readers;
    private bool _closed;

    private volatile bool _ripe;
    private volatile bool _tablesVerified;

    /// <summary>Opens a queue's directory, made if missing, and recovers what an earlier process left in it.</summary>
    public LocalQueue(int queue, ILogFiles files, string directory, DeadLetters deadLetters, LocalLogOptions options, TimeProvider time, ILogger logger)
    {
        (_files, _directory, _deadLetters, _time) = (files, directory, deadLetters, time);
        files.CreateDirectory(directory);
        _index = new(time);
        _snapshotFiles = new(files, directory, time);
        var started = time.GetTimestamp();
        _snapshotFiles.Load(_index);
        var recovery = new LocalQueueRecovery(files, directory, queue, _index, deadLetters);
        recovery.Run();
        _waiting = new(recovery.Sealed);
        _pace = new(options.FlushInterval, time);
        _reserve = new(files, Path.Combine(directory, "reserve"), options.SegmentBytes);
        _tail = new(queue, files, directory, options, time, logger, _index, _waiting, _reserve, recovery.Last);
        foreach (var path in recovery.Obsolete) files.Delete(path);
        _reserve.TryTake();
        if (recovery.Events > 0 || recovery.CutBytes > 0)
        {
            Log.Recovered(logger, queue, recovery.Events, recovery.Sealed.Count, recovery.CutBytes, time.GetElapsedTime(started).TotalMilliseconds);
        }

        foreach (var path in recovery.Damaged) Log.Damaged(logger, path, deadLetters.Directory);
    }

    /// <summary>Bytes that are not committed.</summary>
    public long UsedBytes => _waiting.Bytes + _tail.Bytes;

    /// <summary>Why nothing can be appended; null when it can.</summary>
    public string? Fault => _tail.Fault;

    /// <summary>When the oldest event that waits was appended.</summary>
    public DateTimeOffset? OldestPending => _waiting.Pending?.Oldest ?? _tail.Oldest;

    /// <summary>See <see cref="IDurableLog.LowestUnwrittenAsync"/>.</summary>
    public ulong LowestUnwritten => _waiting.Pending is { } pending ? pending.Group.Last + LogPosition.Step : _tail.First;

    /// <summary>See <see cref="IDurableLog.ExtentAsync"/>.</summary>
    public LogExtent Extent()
    {
        // In this order: what is sealed in between is found waiting.
        var tail = _tail.Extent();
        return _waiting.Pending is { } pending ? tail with { Waiting = pending.Group.First } : tail;
    }

    /// <summary>How many snapshots it has in memory.</summary>
    public int Snapshots => _index.Count;

    /// <summary>See <see cref="IDurableLog.ReadSnapshotAsync"/>.</summary>
    public ReadOnlyMemory<byte>? ReadSnapshot(SnapshotKey key) => _index.Read(key);

    /// <summary>See <see cref="IDurableLog.AppendAsync"/>.</summary>
    public void Append(AppendBatch batch) => _tail.Append(batch);

    /// <summary>See <see cref="IDurableLog.ClaimGroupAsync"/>.</summary>
    public FlushGroup? Claim()
    {
        if (_waiting.Pending is null) _tail.SealWhenRipe(_ripe ? TimeSpan.Zero : _pace.Age);
        return _waiting.Pending?.Group;
    }

    /// <summary>See <see cref="IDurableLog.IsPendingAsync"/>.</summary>
    public bool IsPending(FlushGroup group) => _waiting.Pending?.Group == group;

    /// <summary>See <see cref="IDurableLog.ReadGroupAsync"/>.</summary>
    public FlushGroupContents? Read(FlushGroup group)
    {
        lock (_leaving)
        {
            if (PendingIf(group) is not { } pending) return null;
            var entries = EntriesOf(pending);
            _readers++;
            return new(
                entries.Count > 0 ? entries[0].SchemaVersion : (ushort)0,
                entries.SelectMany(entry => entry.Chunks).Where(chunk => chunk.Payload.Length > 0).Select(chunk => new LoggedChunk(chunk.FirstPosition, chunk.Payload)),
                [.. entries.SelectMany(entry => entry.Counters)])
            {
                TablesVerified = _tablesVerified,
            };
        }
    }

    /// <summary>See <see cref="IDurableLog.CommitAsync"/>: live snapshots first, then the file goes.</summary>
    public void Commit(FlushGroup group)
    {
        lock (_leaving)
        {
            if (PendingIf(group) is not { } pending) return;
            KeepSnapshots(pending);
            _files.Delete(pending.Path);
            Forget();
            // Its only reader says that it has read it. Were there others, nobody would know when they have.
            if (_readers == 1) pending.Image?.Release();
            _readers = 0;
            _pace.Delivered(pending.Bytes);
        }
    }

    /// <summary>See <see cref="IDurableLog.SetAsideAsync"/>: the file moves as it is, so there is no moment at which the rows are in two places or in none.</summary>
    public void SetAside(FlushGroup group, string reason)
    {
        lock (_leaving)
        {
            if (PendingIf(group) is not { } pending) return;
            KeepSnapshots(pending);
            _deadLetters.SetAside(pending.Path, group, reason, _time.GetUtcNow());
            Forget();
            _readers = 0;
        }
    }

    /// <summary>See <see cref="IDurableLog.TablesVerifiedAsync"/>. For this process: files forget nothing while it runs.</summary>
    public void TablesVerified() => _tablesVerified = true;

    /// <summary>See <see cref="IDurableLog.RipenAsync"/>.</summary>
    public void Ripen() => _ripe = true;

    /// <inheritdoc />
    public void Dispose()
    {
        _tail.Dispose();
        lock (_leaving)
        {
            _closed = true;
            _snapshotFiles.Dispose();
        }
    }

    private SealedSegment? PendingIf(FlushGroup group)
    {
        // The next process may have the directory already.
        if (_closed) throw new LogUnavailableException($"The event log '{_directory}' is closed.");
        return _waiting.Pending is { } pending && pending.Group == group ? pending : null;
    }

    private IReadOnlyList<StoredEntry> EntriesOf(SealedSegment pending)
    {
        if (_read is { } read && read.Group == pending.Group) return read.Entries;
        _pace.DeliveryBegins();
        var entries = pending.Read(_files);
        _read = (pending.Group, entries);
        return entries;
    }

    private void KeepSnapshots(SealedSegment pending)
    {
        // A key that a later segment holds too is that segment's to keep.
        var live = EntriesOf(pending).SelectMany(entry => entry.Chunks).Where(chunk => _index.IsNewest(chunk.Key, chunk.FirstPosition));
        _reserve.Spend(() => _snapshotFiles.Append(live.Select(chunk => (chunk.Key, new StoredSnapshot(chunk.Version, chunk.FirstPosition, chunk.Snapshot)))));
    }

    private void Forget()
    {
        // Synced before the next group can be inserted: a group that came back behind a later one would be taken for a foreign log's.
        _files.SyncDirectory(_directory);
        _read = null;
        _waiting.RemovePending();
        _reserve.TryTake();
        _tail.RoomMade();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Event log, queue {Queue}: recovered {Events} events in {Groups} flush groups that wait for ClickHouse, {CutBytes} bytes of unacknowledged writes cut, in {Milliseconds:F0} ms.")]
        public static partial void Recovered(ILogger logger, int queue, long events, int groups, long cutBytes, double milliseconds);

        [LoggerMessage(2, LogLevel.Error, "'{Path}' is damaged among acknowledged entries: the disk returned other bytes than were written. What can be read goes to ClickHouse; the whole file is kept in '{Directory}'. Check the disk.")]
        public static partial void Damaged(ILogger logger, string path, string directory);
    }
}
