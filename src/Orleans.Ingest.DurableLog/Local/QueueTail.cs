using Microsoft.Extensions.Logging;

namespace Orleans.Ingest.DurableLog.Local;

/// <summary>
/// The growing end of a queue: the open segment, and the positions given. Append = write + sync; seal = rename.
/// After a failed write or sync nothing is appended or sealed until the segment is cut to what was acknowledged; that is tried at once,
/// and again by itself until it works.
/// </summary>
internal sealed partial class QueueTail : IDisposable
{
    private static readonly TimeSpan _repairAgainAfter = TimeSpan.FromMilliseconds(500);

    private readonly int _queue;
    private readonly ILogFiles _files;
    private readonly string _directory;
    private readonly LocalLogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SnapshotIndex _index;
    private readonly WaitingGroups _waiting;
    private readonly DiskReserve _reserve;
    private readonly ChunkJudge _judge = new();
    private readonly ImageBlocks _blocks = new();
    private readonly ITimer _repairing;

    // Guards what follows; other threads read single references of it.
    private readonly Lock _gate = new();
    private OpenSegment _open;
    private ulong _last;
    private string? _fault;
    // The open segment may hold bytes that nobody was promised, or a name that ends it.
    private bool _mustLeave;
    private bool _said;
    private string? _full;
    private bool _closed;

    /// <summary>Makes the first segment, above every position given before.</summary>
    public QueueTail(int queue, ILogFiles files, string directory, LocalLogOptions options, TimeProvider time, ILogger logger, SnapshotIndex index, WaitingGroups waiting, DiskReserve reserve, ulong last)
    {
        (_queue, _files, _directory, _options, _time, _logger, _index, _waiting, _reserve) =
            (queue, files, directory, options, time, logger, index, waiting, reserve);
        _last = LogPosition.Next(last, time.GetUtcNow(), queue);
        _open = OpenSegment.Create(options, files, directory, _last, _blocks);
        _repairing = time.CreateTimer(_ => RepairAgain(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Acknowledged bytes that no group holds yet.</summary>
    public long Bytes => _open.Length - OpenSegment.HeaderBytes;

    /// <summary>Why nothing can be appended; null when it can.</summary>
    public string? Fault => _fault ?? _full;

    /// <summary>When the oldest event that no group holds yet was appended; null when there is none.</summary>
    public DateTimeOffset? Oldest => _open.FirstAppended;

    /// <summary>Lower bound of the positions that no group holds yet.</summary>
    public ulong First => _open.First;

    /// <summary>The open segment's part of <see cref="IDurableLog.ExtentAsync"/>.</summary>
    public LogExtent Extent()
    {
        lock (_gate) return new(_open.IsEmpty ? _last + LogPosition.Step : _open.First, _last + LogPosition.Step);
    }

    /// <summary>See <see cref="IDurableLog.AppendAsync"/>.</summary>
    public void Append(AppendBatch batch)
    {
        lock (_gate)
        {
            RequireOpen();
            if (_fault is null && !_reserve.IsHeld) _fault = $"The disk of the event log '{_directory}' is full.";
            if (_fault is not null) TryRepair();
            if (_fault is not null) throw new LogUnavailableException(_fault);
            if (_open.SchemaVersion is { } version && version != batch.SchemaVersion && !TrySeal()) throw new LogUnavailableException($"The event log '{_directory}' cannot begin a segment for rows of another encoding.");
            RequireRoom(batch);
            _last = _judge.Judge(batch, _index, _queue, _last, _time.GetUtcNow());
            if (batch.Counters.Count == 0 && batch.Chunks.All(chunk => chunk.Outcome != ChunkOutcome.Appended)) return;
            Write(batch);
            foreach (var chunk in batch.Chunks)
            {
                if (chunk.Outcome == ChunkOutcome.Appended) _index.Put(chunk.Key, new(chunk.Version, chunk.FirstPosition, chunk.Snapshot));
            }

            if (_open.Length >= _options.SegmentBytes) TrySeal();
        }
    }

    /// <summary>Makes a group of the open segment when it is that old.</summary>
    public void SealWhenRipe(TimeSpan age)
    {
        lock (_gate)
        {
            RequireOpen();
            // What a failed append may have left must not become part of a group.
            if (_mustLeave || _open.FirstAppended is not { } since) return;
            var old = _time.GetUtcNow() - since;
            // A clock that went back must not hold a group up for as long as it was ahead.
            if (old < TimeSpan.Zero || old >= age) _reserve.Spend(Seal);
        }
    }

    /// <summary>A group is gone: there is room again.</summary>
    public void RoomMade() => _full = null;

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _repairing.Dispose();
            _open.Dispose();
        }
    }

    private void RequireOpen()
    {
        if (_closed) throw new LogUnavailableException($"The event log '{_directory}' is closed.");
    }

    private void RequireRoom(AppendBatch batch)
    {
        var used = _waiting.Bytes + Bytes;
        if (used + EntryCodec.Measure(batch) <= _options.MaxBytes) return;
        _full = $"The event log holds {used} of {_options.MaxBytes} bytes. Events are refused until ClickHouse takes inserts again; see Ingest:Log:MaxBytes.";
        throw new LogFullException(_full);
    }

    private void Write(AppendBatch batch)
    {
        try
        {
            _open.Append(batch, _last, _time.GetUtcNow());
        }
        catch (Exception error)
        {
            // Whatever it was, an outcome that says "appended" would be answered 202.
            foreach (var chunk in batch.Chunks) chunk.Outcome = ChunkOutcome.Unknown;
            _fault = $"The event log '{_directory}' cannot be written: {error.Message}";
            _mustLeave = true;
            Log.AppendFailed(_logger, error, _queue);
            TryRepair();
            throw new LogUnavailableException(_fault ?? $"An append to '{_directory}' failed and was taken back: {error.Message}", error);
        }
    }

    /// <summary>The next segment is made first: if that fails, the open one still takes appends, and the newest name holds the last position.</summary>
    private void Seal()
    {
        _last = LogPosition.Next(_last, _time.GetUtcNow(), _queue);
        var next = OpenSegment.Create(_options, _files, _directory, _last, _blocks);
        string path;
        try
        {
            path = _open.Seal();
        }
        catch (Exception error)
        {
            next.Remove();
            // Under its new name nothing may be appended to it any more.
            if (_open.IsRenamed)
            {
                _mustLeave = true;
                Fail($"A segment of the event log '{_directory}' cannot be sealed: {error.Message}");
            }

            throw;
        }

        var full = _open;
        // Before the exchange: at no time is what waits out of sight.
        _waiting.Add(new(path, new(_queue, full.First, full.Last), full.Length, full.FirstAppended ?? LogPosition.TimeOf(full.First)) { Image = full.Image });
        _open = next;
        full.Dispose();
    }

    /// <summary>What was appended is durable whether or not its segment can be sealed now.</summary>
    private bool TrySeal()
    {
        try
        {
            Seal();
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.SealFailed(_logger, error, _queue);
            return false;
        }
    }

    private void Fail(string fault)
    {
        _fault = fault;
        _repairing.Change(_repairAgainAfter, Timeout.InfiniteTimeSpan);
    }

    private void TryRepair()
    {
        try
        {
            if (_mustLeave)
            {
                _open.CutToAcknowledged();
                _reserve.Spend(_open.IsEmpty ? Replace : Seal);
                _mustLeave = false;
            }

            if (!_reserve.TryTake()) throw new IOException("The disk is full.");
            (_fault, _said) = (null, false);
            Log.Repaired(_logger, _queue);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Tried twice a second, said once: the health route has it meanwhile.
            if (!_said) Log.RepairFailed(_logger, error, _queue);
            _said = true;
            Fail(_fault!);
        }
    }

    private void Replace()
    {
        _last = LogPosition.Next(_last, _time.GetUtcNow(), _queue);
        var next = OpenSegment.Create(_options, _files, _directory, _last, _blocks);
        _open.Remove();
        _open = next;
    }

    private void RepairAgain()
    {
        lock (_gate)
        {
            if (!_closed && _fault is not null) TryRepair();
        }
    }
}
