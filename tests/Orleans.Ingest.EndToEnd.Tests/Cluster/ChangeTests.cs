using System.Globalization;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Cluster;

/// <summary>What is changed over one front end holds on the other as soon as it asks again, and from then on.</summary>
[Collection(RunningCluster.Name)]
public sealed class ChangeTests(RunningCluster cluster)
{
    // Takes longer than a lease's life where an event takes 3 ms or more; more than one lease is asked for on any machine but a dream.
    private const int Afterwards = 200;

    [Fact]
    public async Task A_shield()
    {
        var site = await ClusterSite.CreateAsync(cluster, "shield.example");
        Assert.Equal("202", await site.SendAsync(1, "/secret"));
        await site.ChangeAsync(0, HttpMethod.Post, "/shields/page", new { value = "/secret" });
        await site.IsAnsweredAsync(1, "202 site_page_blocklist", "/secret");
        await AlwaysAnswersAsync(site, "202 site_page_blocklist", "/secret");
        Assert.Equal("202", await site.SendAsync(1, "/open"));
        await site.HasEventsAsync("pathname", [.. Enumerable.Repeat("/secret", site.Count("202") - 1).Prepend("/open")]);
    }

    [Fact]
    public async Task A_shield_that_is_taken_away()
    {
        var site = await ClusterSite.CreateAsync(cluster, "unshield.example");
        var shield = await site.ChangeAsync(0, HttpMethod.Post, "/shields/page", new { value = "/secret" });
        await site.IsAnsweredAsync(1, "202 site_page_blocklist", "/secret");
        var stored = site.Count("202");
        await site.ChangeAsync(1, HttpMethod.Delete, $"/shields/page/{shield.GetProperty("id").GetInt64()}", null);
        await site.IsAnsweredAsync(0, "202", "/secret");
        await AlwaysAnswersAsync(site, "202", "/secret", frontEnd: 0);
        await site.HasEventsAsync("count()", (stored + 1 + Afterwards).ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_deletion()
    {
        var site = await ClusterSite.CreateAsync(cluster, "deleted.example");
        Assert.Equal("202", await site.SendAsync(1, "/"));
        await site.ChangeAsync(0, HttpMethod.Delete, "", null);
        await site.IsAnsweredAsync(1, "202 not_found");
        await AlwaysAnswersAsync(site, "202 not_found", "/");
        await site.HasEventsAsync("count()", site.Count("202").ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_new_domain_while_the_old_one_is_still_taken()
    {
        var site = await ClusterSite.CreateAsync(cluster, "old.example");
        // The front end has learnt that there is no site of this domain.
        Assert.Equal("202 not_found", await site.SendAsync(1, "/", domain: "new.example"));
        await site.RenameAsync(0, "new.example");
        await site.IsAnsweredAsync(1, "202");
        await AlwaysAnswersAsync(site, "202", "/new");
        Assert.Equal("202", await site.SendAsync(1, "/old", domain: "old.example"));
        Assert.Equal("new.example", (await cluster.FrontEnds[1].CallSitesApiAsync(HttpMethod.Get, "/new.example")).GetProperty("domain").GetString());
        await site.HasEventsAsync("count(), countIf(pathname = '/old')", string.Create(CultureInfo.InvariantCulture, $"{site.Count("202")}\t1"));
    }

    [Fact]
    public async Task A_lower_limit()
    {
        var site = await ClusterSite.CreateAsync(cluster, "blocked.example");
        Assert.Equal("202", await site.SendAsync(1, "/"));
        await site.ChangeAsync(0, HttpMethod.Put, "", new { ingest_rate_limit_threshold = 0 });
        await site.IsAnsweredAsync(1, "202 block");
        await AlwaysAnswersAsync(site, "202 block", "/");
        await site.HasEventsAsync("count()", site.Count("202").ToString(CultureInfo.InvariantCulture));
    }

    private static async Task AlwaysAnswersAsync(ClusterSite site, string expected, string path, int frontEnd = 1)
    {
        for (var i = 0; i < Afterwards; i++) Assert.Equal(expected, await site.SendAsync(frontEnd, path));
    }
}
