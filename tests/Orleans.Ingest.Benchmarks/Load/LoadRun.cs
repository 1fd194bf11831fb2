using System.Globalization;
using Orleans.Ingest.Benchmarks.Traffic;

namespace Orleans.Ingest.Benchmarks.Load;

/// <summary>Plays the benchmark's traffic to a service that runs already, so that it can be watched and profiled meanwhile.</summary>
/// <param name="server">Its address.</param>
/// <param name="key">A key that may add sites; null when they are there.</param>
/// <param name="seed">Decides the traffic.</param>
/// <param name="connections">That send at a time.</param>
/// <param name="tell">Prints a line.</param>
internal sealed class LoadRun(Uri server, string? key, int seed, int connections, Action<string> tell)
{
    private const int RecordedRequests = 100_000;
    private static readonly TimeSpan _stretch = TimeSpan.FromSeconds(5);

    /// <summary>Prints a line every five seconds.</summary>
    /// <param name="duration">How long.</param>
    /// <param name="rate">Events a second; null for as fast as answers come.</param>
    public async Task RunAsync(TimeSpan duration, double? rate)
    {
        if (key is not null) await AddSitesAsync();
        var generator = new LoadGenerator(new RecordedTraffic(seed).Requests(RecordedRequests), connections);
        for (var past = TimeSpan.Zero; past < duration; past += _stretch)
        {
            var load = rate is { } perSecond ? await generator.AtRateAsync(server, _stretch, perSecond) : await generator.AtPeakAsync(server, _stretch);
            tell(string.Create(
                CultureInfo.InvariantCulture,
                $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {load.Rate:0}/s, {load.Others} not accepted, p50 {Ms(load, 50):0.0}, p99 {Ms(load, 99):0.0}, p99.9 {Ms(load, 99.9):0.0}, longest {Ms(load, 100):0.0} ms"));
        }
    }

    private static double Ms(LoadResult load, double percent) => load.Percentile(percent).TotalMilliseconds;

    private async Task AddSitesAsync()
    {
        using var http = new HttpClient { BaseAddress = server };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        foreach (var domain in RecordedTraffic.Domains)
        {
            using var answer = await http.PostAsJsonAsync("/api/v1/sites", new { domain });
            if (!answer.IsSuccessStatusCode && answer.StatusCode != System.Net.HttpStatusCode.Conflict) tell($"{domain} was not added: {(int)answer.StatusCode}");
        }
    }
}
