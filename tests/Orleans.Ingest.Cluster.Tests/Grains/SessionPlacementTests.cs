using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Pipeline.Sessions;
using Xunit;
using static Orleans.Ingest.Cluster.Tests.Grains.SentEvents;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>Sessions in a cluster whose silos come and go, and in two that know nothing of each other.</summary>
public sealed class SessionPlacementTests
{
    private const int Visitors = 60;

    [Fact]
    public async Task Every_session_is_on_one_silo_and_goes_on_as_one_when_silos_join_and_leave()
    {
        await using var cluster = await SiloFixture.StartAsync(silos: 3);
        await VisitAsync(cluster, "/a");
        var places = await cluster.SessionsAsync();
        Assert.Equal(Visitors, places.Count);
        Assert.All(places, session => Assert.Single(session));
        Assert.Equal(3, places.SelectMany(session => session).Distinct().Count());

        var added = await cluster.AddSiloAsync();
        await VisitAsync(cluster, "/b");
        Assert.Contains(await cluster.SessionsAsync(), session => session.Contains(added));

        // Back to where they were before it came: what is remembered there is old by now.
        await cluster.StopSiloAsync(added);
        await VisitAsync(cluster, "/c");
        Assert.Equal(3 * Visitors, cluster.Log.Appended.Sum(chunk => chunk.Positions));
        var sessions = cluster.Log.Appended.GroupBy(chunk => chunk.Key).Select(appends => SnapshotCodec.Decode(appends.Last().Snapshot.Span).Session!).ToList();
        Assert.Equal(Visitors, sessions.Count);
        Assert.All(sessions, session => Assert.Equal((3, "/c"), (session.Pageviews, session.ExitPage)));
    }

    [Fact]
    public async Task Nothing_is_dropped_for_want_of_a_session_that_another_activation_has_begun()
    {
        await using var here = await SiloFixture.StartAsync();
        await using var there = await SiloFixture.StartAsync(log: here.Log);
        Assert.Equal(RecordStatus.Dropped, (await RecordAsync(here, Engagement())).Status);
        Assert.Equal(RecordStatus.Stored, (await RecordAsync(there, Pageview("/a"))).Status);
        Assert.Equal(RecordStatus.Stored, (await RecordAsync(here, Engagement())).Status);
    }

    private static Task VisitAsync(SiloFixture cluster, string path) =>
        Task.WhenAll(Enumerable.Range(0, Visitors).Select(async visitor => Assert.Equal(RecordStatus.Stored, (await StoreAsync(cluster, Pageview(path, (ulong)visitor + 1))).Status)));
}
