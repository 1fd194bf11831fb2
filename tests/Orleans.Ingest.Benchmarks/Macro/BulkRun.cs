using System.Globalization;
using Orleans.Ingest.Benchmarks.Load;
using Orleans.Ingest.Benchmarks.Targets;
using Orleans.Ingest.Benchmarks.Traffic;

namespace Orleans.Ingest.Benchmarks.Macro;

/// <summary>Measures the bulk endpoint beside single events, in turn, over one embedded service.</summary>
internal sealed class BulkRun(MacroOptions options, int eventsPerRequest, Action<string> tell)
{
    private const int RecordedRequests = 100_000;

    public async Task RunAsync()
    {
        var traffic = new RecordedTraffic(options.Seed);
        var singles = new LoadGenerator(traffic.Requests(RecordedRequests), options.Connections);
        await using var target = await EmbeddedTarget.StartAsync("embedded");
        var bulk = new BulkLoad(target.Client, target.AdminKey, traffic, eventsPerRequest);
        await singles.AtPeakAsync(target.Url, options.WarmUp);
        await bulk.RunAsync(options.WarmUp, ids: false);
        await target.SettleAsync();

        var rounds = new Dictionary<string, List<Round>> { ["single"] = [], ["bulk"] = [], ["bulk with ids"] = [] };
        for (var round = 0; round < options.Rounds; round++)
        {
            await MeasureAsync("single", async () => (await singles.AtPeakAsync(target.Url, options.Duration)) is var load ? (load.Accepted, load.Elapsed) : default);
            await MeasureAsync("bulk", () => bulk.RunAsync(options.Duration, ids: false));
            await MeasureAsync("bulk with ids", () => bulk.RunAsync(options.Duration, ids: true));
        }

        foreach (var (name, own) in rounds)
        {
            var ratio = MacroRun.Median(own.Zip(rounds["single"], (one, single) => one.MicrosecondsPerEvent / single.MicrosecondsPerEvent));
            tell(string.Create(CultureInfo.InvariantCulture, $"| {name} | {MacroRun.Median(own.Select(round => round.Rate)):0}/s | {MacroRun.Median(own.Select(round => round.MicrosecondsPerEvent)):0.0} us | {ratio:0.00} of a single event's |"));
        }

        async Task MeasureAsync(string name, Func<Task<(long Accepted, TimeSpan Elapsed)>> run)
        {
            var processes = await target.ProcessesAsync();
            var before = ProcessorUse.Of(processes);
            var (accepted, elapsed) = await run();
            await target.SettleAsync();
            rounds[name].Add(new(accepted / elapsed.TotalSeconds, (ProcessorUse.Of(processes) - before).TotalMicroseconds / accepted));
            tell(string.Create(CultureInfo.InvariantCulture, $"{name}: {rounds[name][^1].Rate:0}/s, {rounds[name][^1].MicrosecondsPerEvent:0.0} us an event"));
        }
    }
}
