namespace Orleans.Ingest.DurableLog;

/// <summary>
/// Positions of events in the log: one per event, never given again, rising within a queue.
/// A position is <c>n * 256 + queue</c>, and n is at least the microseconds of the log's clock: so it names its queue in ClickHouse too,
/// and a log that lost its tail, or starts from an empty directory under old tables, goes on above everything it ever gave.
/// </summary>
public static class LogPosition
{
    /// <summary>Queues that a log can have.</summary>
    public const int MaxQueues = 256;

    /// <summary>Distance between two neighbouring positions of a queue.</summary>
    public const ulong Step = MaxQueues;

    /// <summary>The lowest position that a queue may give at a time, after <paramref name="last"/>.</summary>
    public static ulong Next(ulong last, DateTimeOffset now, int queue)
    {
        var byClock = Of((ulong)((now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond), queue);
        return Math.Max(last + Step, byClock);
    }

    /// <summary>The position that is the n-th of a queue.</summary>
    public static ulong Of(ulong n, int queue) => (n * Step) + (ulong)queue;

    /// <summary>About when a position was given (it can run ahead of the clock under load).</summary>
    public static DateTimeOffset TimeOf(ulong position) => DateTimeOffset.UnixEpoch.AddTicks((long)(position / Step) * TimeSpan.TicksPerMicrosecond);

    /// <summary>The queue that gave a position.</summary>
    public static int QueueOf(ulong position) => (int)(position % Step);
}
