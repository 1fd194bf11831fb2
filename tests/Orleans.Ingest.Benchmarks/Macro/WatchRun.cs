using System.Globalization;
using Orleans.Ingest.Benchmarks.Load;
using Orleans.Ingest.Benchmarks.Targets;
using Orleans.Ingest.Benchmarks.Traffic;

namespace Orleans.Ingest.Benchmarks.Macro;

/// <summary>Measures what open consoles cost an event, in turn, over one embedded service.</summary>
internal sealed class WatchRun(MacroOptions options, Action<string> tell)
{
    private const int RecordedRequests = 100_000;
    private static readonly int[] _watchers = [0, 1, 3];

    public async Task RunAsync()
    {
        var load = new LoadGenerator(new RecordedTraffic(options.Seed).Requests(RecordedRequests), options.Connections);
        await using var target = await EmbeddedTarget.StartAsync("embedded");
        await load.AtPeakAsync(target.Url, options.WarmUp);
        await target.SettleAsync();

        var rounds = _watchers.ToDictionary(count => count, _ => new List<Round>());
        for (var round = 1; round <= options.Rounds; round++)
        {
            // Back and forth, so that what changes in the course of time falls on all alike.
            foreach (var count in round % 2 == 1 ? _watchers : _watchers.Reverse())
            {
                rounds[count].Add(await MeasureAsync(load, target, count));
                tell(string.Create(CultureInfo.InvariantCulture, $"{round}. {count} consoles: {rounds[count][^1].Rate:0}/s, {rounds[count][^1].MicrosecondsPerEvent:0.0} us an event"));
            }
        }

        foreach (var (count, own) in rounds)
        {
            var ratio = MacroRun.Median(own.Zip(rounds[0], (one, unwatched) => one.MicrosecondsPerEvent / unwatched.MicrosecondsPerEvent));
            tell(string.Create(CultureInfo.InvariantCulture, $"| {count} consoles | {MacroRun.Median(own.Select(round => round.Rate)):0}/s | {MacroRun.Median(own.Select(round => round.MicrosecondsPerEvent)):0.0} us | {ratio:0.00} |"));
        }
    }

    private async Task<Round> MeasureAsync(LoadGenerator load, EmbeddedTarget target, int count)
    {
        await using var watchers = await Watchers.OpenAsync(target.Client, target.AdminKey, count);
        return await MacroRun.MeasureAsync(load, target, options.Duration, tell);
    }
}
