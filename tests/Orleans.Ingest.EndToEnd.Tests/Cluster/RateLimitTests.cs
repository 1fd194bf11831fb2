using System.Globalization;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Cluster;

[Collection(RunningCluster.Name)]
public sealed class RateLimitTests(RunningCluster cluster)
{
    private const int Threshold = 500;

    [Fact]
    public async Task A_flood_over_both_front_ends_gets_as_many_events_in_as_the_limit_says_and_not_one_more()
    {
        var site = await ClusterSite.CreateAsync(cluster, "limited.example");
        // From blocked to limited: no front end lets an event pass in between.
        await site.ChangeAsync(0, HttpMethod.Put, "", new { ingest_rate_limit_threshold = 0, ingest_rate_limit_scale_seconds = LongWindow() });
        await site.IsAnsweredAsync(0, "202 block");
        await site.IsAnsweredAsync(1, "202 block");
        var before = site.Count("202");
        await site.ChangeAsync(1, HttpMethod.Put, "", new { ingest_rate_limit_threshold = Threshold });

        await Parallel.ForAsync(0, 2 * Threshold, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) => await SendAsync(site, i));
        // What a front end has leased and not used, it alone can use up.
        await site.IsAnsweredAsync(0, "202 throttle", "/late");
        await site.IsAnsweredAsync(1, "202 throttle", "/late");
        for (var i = 0; i < 100; i++) Assert.Equal("202 throttle", await SendAsync(site, i));

        Assert.Equal(Threshold, site.Count("202") - before);
        await site.HasEventsAsync("count()", site.Count("202").ToString(CultureInfo.InvariantCulture));
        await site.HasCountersOfItsAnswersAsync();
    }

    private static Task<string> SendAsync(ClusterSite site, int i) =>
        site.SendAsync(i % 2, string.Create(CultureInfo.InvariantCulture, $"/{i}"), string.Create(CultureInfo.InvariantCulture, $"198.51.100.{i % 250}"));

    /// <summary>The seconds of a window of a day or so that does not end within the next hours: windows are multiples of their length since 1970.</summary>
    private static int LongWindow()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return Enumerable.Range(86_400, 86_400).First(scale => now % scale < scale / 2);
    }
}
