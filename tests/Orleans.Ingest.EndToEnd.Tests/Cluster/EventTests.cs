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
    public async Task A_check_over_one_front_end_finds_the_session_that_the_other_has_begun_and_changes_nothing()
    {
        var site = await ClusterSite.CreateAsync(cluster, "check.example");
        Assert.False((await cluster.FrontEnds[1].CheckAsync(site.Domain, "/b", "198.51.100.8")).GetProperty("session").GetProperty("joins_live_session").GetBoolean());
        Assert.Equal("202", await site.SendAsync(0, "/a", "198.51.100.8"));
        var session = (await cluster.FrontEnds[1].CheckAsync(site.Domain, "/b", "198.51.100.8")).GetProperty("session");
        Assert.Equal((true, "/a", "/b", 2), (
            session.GetProperty("joins_live_session").GetBoolean(), session.GetProperty("entry_page").GetString(), session.GetProperty("exit_page").GetString(), session.GetProperty("pageviews").GetInt32()));
        await site.HasEventsAsync("toString(any(session_id)), count()", $"{session.GetProperty("session_id").GetString()}\t1");
        await site.HasSessionsAsync("sum(sign * events)", "1");
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
