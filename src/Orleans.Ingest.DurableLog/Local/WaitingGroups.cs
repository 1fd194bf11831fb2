namespace Orleans.Ingest.DurableLog.Local;

/// <summary>The sealed segments of a queue, oldest first; the oldest is the pending group. Thread-safe, and never held over I/O.</summary>
internal sealed class WaitingGroups
{
    private readonly Lock _gate = new();
    private readonly Queue<SealedSegment> _segments;
    private long _bytes;

    /// <summary>Begins with what a recovery found.</summary>
    public WaitingGroups(IReadOnlyCollection<SealedSegment> recovered)
    {
        _segments = new(recovered);
        _bytes = recovered.Sum(segment => segment.Bytes);
    }

    /// <summary>Bytes of all that wait.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>The oldest; null when none waits.</summary>
    public SealedSegment? Pending
    {
        get
        {
            lock (_gate) return _segments.TryPeek(out var oldest) ? oldest : null;
        }
    }

    /// <summary>Adds the newest. Only what is pending at once stays in memory: behind a ClickHouse that is away, gigabytes may wait.</summary>
    public void Add(SealedSegment segment)
    {
        bool isPending;
        lock (_gate)
        {
            isPending = _segments.Count == 0;
            _segments.Enqueue(isPending ? segment : segment with { Image = null });
        }

        if (!isPending) segment.Image?.Release();
        Interlocked.Add(ref _bytes, segment.Bytes);
    }

    /// <summary>Forgets the oldest.</summary>
    public void RemovePending()
    {
        SealedSegment removed;
        lock (_gate) removed = _segments.Dequeue();
        Interlocked.Add(ref _bytes, -removed.Bytes);
    }
}
