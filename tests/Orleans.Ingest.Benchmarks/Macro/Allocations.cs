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
        var scraped = new Uri($"http://127.0.0.1:{FreePort.Next()}/metrics");
        await using var target = await EmbeddedTarget.StartAsync("counted", ("Ingest__Metrics__Port", scraped.Port.ToString(CultureInfo.InvariantCulture)));
        await generator.AtPeakAsync(target.Url, options.WarmUp);
        var before = await ReadAsync(scraped);
        var load = await generator.AtPeakAsync(target.Url, options.Duration);
        var after = await ReadAsync(scraped);
        var (bytes, pauses) = (after[Allocated] - before[Allocated], after[Pauses] - before[Pauses]);
        return string.Create(CultureInfo.InvariantCulture, $"The embedded service allocates {bytes / load.Accepted:0} bytes an event, and stands still for collections {pauses / load.Elapsed.TotalSeconds:P1} of the time.");
    }

    /// <summary>Sums by name, over all labels.</summary>
    private static async Task<Dictionary<string, double>> ReadAsync(Uri scraped)
    {
        using var http = new HttpClient();
        var lines = (await http.GetStringAsync(scraped)).Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' '));
        return lines.GroupBy(parts => parts[0].Split('{')[0]).ToDictionary(same => same.Key, same => same.Sum(parts => double.Parse(parts[1], CultureInfo.InvariantCulture)));
    }
}
