using System.Globalization;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Cluster;

[Collection(RunningCluster.Name)]
public sealed class CounterTests(RunningCluster cluster)
{
    private const int Rounds = 200;

    [Fact]
    public async Task What_front_ends_store_and_drop_under_load_is_counted_exactly()
    {
        var site = await ClusterSite.CreateAsync(cluster, "counted.example");
        await site.ChangeAsync(0, HttpMethod.Post, "/shields/page", new { value = "/secret" });
        await site.IsAnsweredAsync(0, "202 site_page_blocklist", "/secret");
        await site.IsAnsweredAsync(1, "202 site_page_blocklist", "/secret");
        await LoadAsync(async (frontEnd, address) =>
        {
            Assert.Equal("202", await site.SendAsync(frontEnd, "/", address));
            Assert.Equal("202 bot", await site.SendAsync(frontEnd, "/", address, "Googlebot/2.1"));
            Assert.Equal("202 site_page_blocklist", await site.SendAsync(frontEnd, "/secret", address));
        });
        await site.HasCountersOfItsAnswersAsync();
    }

    [Fact]
    public async Task Events_of_domains_that_no_site_has_are_counted_too()
    {
        await LoadAsync(async (frontEnd, address) => Assert.Equal("202 not_found", await cluster.FrontEnds[frontEnd].SendAsync("unknown.example", "/", address)));
        await cluster.ClickHouse.EventuallyAsync(
            "SELECT metric, sum(value) FROM ingest_counters WHERE domain = 'unknown.example' GROUP BY metric", TimeSpan.FromMinutes(3), $"dropped_not_found\t{Rounds}");
    }

    [Fact]
    public async Task Counters_go_after_the_days_that_are_configured() => await cluster.ClickHouse.EventuallyAsync(
        "SELECT count() FROM system.tables WHERE name = 'ingest_counters' AND create_table_query LIKE '%TTL%toIntervalDay(77)%'", TimeSpan.FromMinutes(3), "1");

    private static Task LoadAsync(Func<int, string, Task> send) => Parallel.ForAsync(
        0, Rounds, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) => await send(i % 2, string.Create(CultureInfo.InvariantCulture, $"198.51.100.{i % 250}")));
}
