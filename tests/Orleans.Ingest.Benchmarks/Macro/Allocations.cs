using System.Globalization;
using Orleans.Ingest.Benchmarks.Load;
using Orleans.Ingest.Benchmarks.Targets;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.Benchmarks.Macro;

/// <summary>
/// What the service allocates, as it says itself where Prometheus scrapes. A service of its own, after all others: its metrics cost something.
/// </summary>
internal static class Allocations
{
    private const string Allocated = "dotnet_gc_heap_total_allocated_bytes_total";
    private const string Pauses = "dotnet_gc_pause_time_seconds_total";

    public static async Task<string> OfAsync(LoadGenerator generator, MacroOptions options)
    {
        var metrics = new ScrapedMetrics(FreePort.Next());
        await using var target = await EmbeddedTarget.StartAsync("counted", metrics.Setting);
        await generator.AtPeakAsync(target.Url, options.WarmUp);
        var before = await metrics.ReadAsync();
        var load = await generator.AtPeakAsync(target.Url, options.Duration);
        var after = await metrics.ReadAsync();
        var (bytes, pauses) = (after[Allocated] - before[Allocated], after[Pauses] - before[Pauses]);
        return string.Create(CultureInfo.InvariantCulture, $"The embedded service allocates {bytes / load.Accepted:0} bytes an event, and stands still for collections {pauses / load.Elapsed.TotalSeconds:P1} of the time.");
    }
}
