using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Orleans.Ingest.ClickHouse.Embedded.Engine;

/// <summary>Whether ingestion, the process that started this one, works so hard that readers must be paced.</summary>
internal sealed partial class IngestionLoad : IDisposable
{
    /// <summary>Of the machine's cores. Ingestion that is pressed by readers still takes more than this, so pacing does not end itself.</summary>
    private const double BusyShare = 0.25;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private readonly Func<TimeSpan> _used;
    private readonly TimeProvider _time;
    private readonly int _cores;
    private readonly ITimer _timer;
    private TimeSpan _usedBefore;
    private long _before;
    private volatile bool _isHigh;

    /// <param name="used">Processor time that ingestion has taken since it began.</param>
    /// <param name="cores">What the machine has.</param>
    /// <param name="time">Measures.</param>
    public IngestionLoad(Func<TimeSpan> used, int cores, TimeProvider time)
    {
        (_used, _cores, _time) = (used, cores, time);
        (_usedBefore, _before) = (used(), time.GetTimestamp());
        _timer = time.CreateTimer(_ => Measure(), null, Interval, Interval);
    }

    public bool IsHigh => _isHigh;

    /// <summary>Of the process that started this one.</summary>
    public static IngestionLoad OfParent(TimeProvider time)
    {
        var parent = Process.GetProcessById(ParentId());
        return new(() => ProcessorTime(parent), Environment.ProcessorCount, time);
    }

    public void Dispose() => _timer.Dispose();

    private void Measure()
    {
        var (used, now) = (_used(), _time.GetTimestamp());
        _isHigh = (used - _usedBefore) / _time.GetElapsedTime(_before, now) > BusyShare * _cores;
        (_usedBefore, _before) = (used, now);
    }

    private static TimeSpan ProcessorTime(Process parent)
    {
        try
        {
            parent.Refresh();
            return parent.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            // Gone; this process ends too.
            return TimeSpan.Zero;
        }
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int ParentId();
}
