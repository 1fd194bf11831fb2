namespace Orleans.Ingest.Contracts.Telemetry;

/// <summary>For what is said now and then, however often it happens. Any number of threads.</summary>
/// <param name="interval">The shortest time between two.</param>
/// <param name="time">The clock.</param>
public sealed class AtMostEvery(TimeSpan interval, TimeProvider time)
{
    private long _dueAt = long.MinValue;

    /// <summary>True for the first who asks, and again for one when the interval has passed.</summary>
    public bool IsDue()
    {
        var now = time.GetTimestamp();
        var due = Volatile.Read(ref _dueAt);
        var next = now + (long)(interval.TotalSeconds * time.TimestampFrequency);
        return now >= due && Interlocked.CompareExchange(ref _dueAt, next, due) == due;
    }
}
