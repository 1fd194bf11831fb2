using System.Diagnostics;

namespace Orleans.Ingest.Benchmarks.Load;

/// <summary>When requests are due, over all connections: now, or one after the other at a rate.</summary>
internal sealed class DueTimes(long began, double? rate)
{
    private long _given = -1;

    public long Next() => rate is { } perSecond ? began + (long)(Interlocked.Increment(ref _given) / perSecond * Stopwatch.Frequency) : Stopwatch.GetTimestamp();
}
