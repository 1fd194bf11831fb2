using System.Globalization;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Cluster;

[Collection(RunningCluster.Name)]
public sealed class EventTests(RunningCluster cluster)
{
    [Fact]
    public async Task A_visitor_over_both_front_ends_has_one_session_and_each_event_once()
    {
        var site = await ClusterSite.CreateAsync(cluster, "session.example");
        Assert.Equal("202", await site.SendAsync(0, "/first", "198.51.100.7"));
        Assert.Equal("202", await site.SendAsync(1, "/second", "198.51.100.7"));
        await site.HasEventsAsync("pathname", "/first", "/second");
        await site.HasEventsAsync("uniqExact(session_id), uniqExact(user_id), count()", "1\t1\t2");
        await site.HasSessionsAsync("uniqExact(session_id), sum(sign), sum(sign * events), sum(sign * pageviews)", "1\t1\t2\t2");
    }

    [Fact]
    public async Task Many_visitors_at_once_over_both_front_ends_keep_a_session_each()
    {
        const int Visitors = 40;
        const int EventsOfEach = 6;
        var site = await ClusterSite.CreateAsync(cluster, "many.example");
        await Parallel.ForAsync(0, Visitors * EventsOfEach, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
            Assert.Equal("202", await site.SendAsync(i % 2, string.Create(CultureInfo.InvariantCulture, $"/{i}"), string.Create(CultureInfo.InvariantCulture, $"198.51.100.{i / EventsOfEach}"))));
        await site.HasEventsAsync("count(), uniqExact(pathname), uniqExact(session_id), uniqExact(user_id)", $"240\t240\t{Visitors}\t{Visitors}");
        await site.HasSessionsAsync("uniqExact(session_id), sum(sign), sum(sign * events)", $"{Visitors}\t{Visitors}\t240");
    }
}
