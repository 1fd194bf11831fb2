namespace Orleans.Ingest.Web.Events;

/// <summary>
/// Whether work waits long for a processor in this process, found out by probes that go through the queue in which requests wait too. More events than the processors can take
/// make it long. An outage of what stands behind the service does not: then requests wait, and processors are idle.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="queue">Puts the probe at the end of the line; null for the thread pool's.</param>
internal sealed class ProcessorLag(TimeProvider time, Action<IThreadPoolWorkItem>? queue = null) : IThreadPoolWorkItem
{
    /// <summary>A process that shares its processors with others meets shorter ones without being overloaded.</summary>
    internal static readonly TimeSpan Long = TimeSpan.FromMilliseconds(250);

    /// <summary>One probe may be lucky: the line moves in jerks.</summary>
    internal static readonly TimeSpan Memory = TimeSpan.FromSeconds(1);

    private readonly Action<IThreadPoolWorkItem> _queue = queue ?? (static probe => ThreadPool.UnsafeQueueUserWorkItem(probe, preferLocal: false));

    // When the probe that is under way was sent, 0 when none is; until when a long wait is remembered. As the clock's timestamps count.
    private long _sent;
    private long _longUntil;

    /// <summary>True when a probe of the last second has waited long, or the one under way has by now. Each call sends one if none is under way, so it costs next to nothing.</summary>
    public bool IsLong
    {
        get
        {
            var now = time.GetTimestamp();
            var sent = Interlocked.CompareExchange(ref _sent, now, 0);
            if (sent == 0) _queue(this);
            else if (time.GetElapsedTime(sent, now) >= Long) return true;
            return now < Volatile.Read(ref _longUntil);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(Volatile.Read(ref _sent), now) >= Long) Volatile.Write(ref _longUntil, now + (long)(Memory.TotalSeconds * time.TimestampFrequency));
        Volatile.Write(ref _sent, 0);
    }
}
