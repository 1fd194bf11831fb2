using System.Globalization;
using Orleans.Ingest.Benchmarks.Load;
using Orleans.Ingest.Benchmarks.Targets;
using Orleans.Ingest.Benchmarks.Traffic;

namespace Orleans.Ingest.Benchmarks.Macro;

/// <summary>Measures the service beside the bare endpoint, in turn and in one run, so that the machine's moods fall on all alike.</summary>
internal sealed class MacroRun(MacroOptions options, Action<string> tell)
{
    private const int RecordedRequests = 100_000;

    public async Task RunAsync()
    {
        var generator = new LoadGenerator(new RecordedTraffic(options.Seed).Requests(RecordedRequests), options.Connections);
        await using var bare = await BareTarget.StartAsync();
        await using var embedded = await EmbeddedTarget.StartAsync("embedded");
        await using var other = options.With.Count == 0 ? null : await EmbeddedTarget.StartAsync("embedded, as set", [.. options.With.Select(one => (one.Key, one.Value.Replace("{bare}", bare.Url.ToString(), StringComparison.Ordinal)))]);
        await using var cluster = options.OnlyEmbedded ? null : await ClusterTarget.StartAsync();
        IBenchmarkTarget?[] all = [bare, embedded, other, cluster];
        IBenchmarkTarget[] targets = [.. all.OfType<IBenchmarkTarget>()];
        foreach (var target in targets)
        {
            var warm = await generator.AtPeakAsync(target.Url, options.WarmUp);
            tell(string.Create(CultureInfo.InvariantCulture, $"warmed up {target.Name}: {warm.Rate:0}/s, {warm.Others} not accepted"));
            await target.SettleAsync();
        }

        var rounds = targets.ToDictionary(target => target.Name, _ => new List<Round>());
        for (var round = 1; round <= options.Rounds; round++)
        {
            // Back and forth: what runs behind another may find its traces in the caches, or its merges on the disk.
            foreach (var target in round % 2 == 1 ? targets : targets.Reverse())
            {
                var measured = await MeasureAsync(generator, target, options.Duration, tell);
                rounds[target.Name].Add(measured);
                tell(string.Create(CultureInfo.InvariantCulture, $"{round}. {target.Name}: {measured.Rate:0}/s, {measured.MicrosecondsPerEvent:0.0} us an event"));
            }
        }

        var latencies = new Dictionary<string, LoadResult>();
        foreach (var target in targets)
        {
            latencies[target.Name] = await generator.AtRateAsync(target.Url, options.Duration, Median(rounds[target.Name].Select(round => round.Rate)) / 2);
            await target.SettleAsync();
        }

        tell(MacroTable.Of(targets.Select(target => target.Name), rounds, latencies));
        tell(await Allocations.OfAsync(generator, options));
    }

    /// <summary>The rate at the peak, and what an event takes of all processes, what follows after the load included.</summary>
    internal static async Task<Round> MeasureAsync(LoadGenerator generator, IBenchmarkTarget target, TimeSpan duration, Action<string> tell)
    {
        var processes = await target.ProcessesAsync();
        var before = ProcessorUse.Of(processes);
        var load = await generator.AtPeakAsync(target.Url, duration);
        await target.SettleAsync();
        if (load.Others > 0) tell($"{load.Others} of {target.Name} not accepted");
        return new(load.Rate, (ProcessorUse.Of(processes) - before).TotalMicroseconds / load.Accepted);
    }

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
