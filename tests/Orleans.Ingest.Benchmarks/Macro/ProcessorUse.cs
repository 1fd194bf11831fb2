using System.Diagnostics;

namespace Orleans.Ingest.Benchmarks.Macro;

/// <summary>Processor time of processes, user and system.</summary>
internal static class ProcessorUse
{
    public static TimeSpan Of(IEnumerable<int> processes) => processes.Aggregate(TimeSpan.Zero, (sum, id) =>
    {
        using var process = Process.GetProcessById(id);
        return sum + process.TotalProcessorTime;
    });
}
