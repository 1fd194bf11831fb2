using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Orleans.Ingest.ClickHouse.Embedded.Engine;

/// <summary>Whether ingestion, the process that started this one, works so hard that readers must be paced.</summary>
internal sealed partial class IngestionLoad : IDisposable
{
    /// <summary>Of the machine's cores: with more, ingestion is busy. Pressed by readers it still takes as much, so pacing does not end itself.</summary>
    private const double BusyShare = 0.25;

    /// <summary>Of the machine's cores: with less, ingestion has nearly nothing to do, whoever else takes them.</summary>
    private const double IdleShare = 0.03;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private readonly Func<ProcessorTime> _read;
    private readonly TimeProvider _time;
    private readonly int _cores;
    private readonly ITimer _timer;
    private ProcessorTime _before;
    private long _when;
    private volatile bool _isHigh;

    /// <param name="read">What ingestion has had so far.</param>
    /// <param name="cores">What the machine has.</param>
    /// <param name="time">Measures.</param>
    public IngestionLoad(Func<ProcessorTime> read, int cores, TimeProvider time)
    {
        (_read, _cores, _time) = (read, cores, time);
        (_before, _when) = (read(), time.GetTimestamp());
        _timer = time.CreateTimer(_ => Measure(), null, Interval, Interval);
    }

    /// <summary>It takes much of the machine; or it takes some, and waits longer for cores than it runs.</summary>
    public bool IsHigh => _isHigh;

    /// <summary>Of the process that started this one.</summary>
    public static IngestionLoad OfParent(TimeProvider time)
    {
        var parent = Process.GetProcessById(ParentId());
        return new(() => Read(parent), Environment.ProcessorCount, time);
    }

    public void Dispose() => _timer.Dispose();

    private void Measure()
    {
        var (now, when) = (_read(), _time.GetTimestamp());
        var (used, waited) = (now.Used - _before.Used, now.Waited - _before.Waited);
        var share = used / _time.GetElapsedTime(_when, when) / _cores;
        _isHigh = share > BusyShare || (share > IdleShare && waited > used);
        (_before, _when) = (now, when);
    }

    private static ProcessorTime Read(Process parent)
    {
        try
        {
            parent.Refresh();
            return new(parent.TotalProcessorTime, Waited(parent.Id));
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or IOException)
        {
            // Gone; this process ends too.
            return default;
        }
    }

    // Of the threads there are: one that ends takes its share out of the sum, and makes it less for half a second.
    private static TimeSpan Waited(int process)
    {
        // Only Linux tells.
        var tasks = $"/proc/{process}/task";
        var nanoseconds = Directory.Exists(tasks) ? Directory.EnumerateDirectories(tasks).Sum(WaitedNanoseconds) : 0;
        return TimeSpan.FromMicroseconds(nanoseconds / 1000);
    }

    private static long WaitedNanoseconds(string thread)
    {
        try
        {
            // Time on a core, time in the queue for one, turns.
            return long.Parse(File.ReadAllText(Path.Combine(thread, "schedstat")).Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // Ended in between. The others count all the same: a sum that breaks off here would show as waiting in the next one.
            return 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int ParentId();
}
