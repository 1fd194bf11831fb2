using System.Globalization;
using System.Text;
using Orleans.Ingest.Benchmarks.Load;

namespace Orleans.Ingest.Benchmarks.Macro;

/// <summary>What a run found: medians, and ratios within each alternation.</summary>
internal static class MacroTable
{
    public static string Of(IEnumerable<string> names, IReadOnlyDictionary<string, List<Round>> rounds, IReadOnlyDictionary<string, LoadResult> latencies)
    {
        var table = new StringBuilder().AppendLine().AppendLine("| | events/s | CPU us/event | of bare, events/s | of bare, CPU | p50 | p99 | p99.9 at half of the peak |").AppendLine("|---|---|---|---|---|---|---|---|");
        var bare = rounds[names.First()];
        foreach (var name in names)
        {
            var own = rounds[name];
            var (rate, cost) = (MacroRun.Median(own.Select(round => round.Rate)), MacroRun.Median(own.Select(round => round.MicrosecondsPerEvent)));
            var speed = MacroRun.Median(own.Zip(bare, (one, other) => one.Rate / other.Rate));
            var thrift = MacroRun.Median(own.Zip(bare, (one, other) => other.MicrosecondsPerEvent / one.MicrosecondsPerEvent));
            var at = latencies[name];
            table.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {rate:0} | {cost:0.0} | {speed:0.00} | {thrift:0.00} | {Ms(at.Percentile(50))} | {Ms(at.Percentile(99))} | {Ms(at.Percentile(99.9))} ms |");
        }

        return table.ToString();
    }

    private static string Ms(TimeSpan time) => time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
}
