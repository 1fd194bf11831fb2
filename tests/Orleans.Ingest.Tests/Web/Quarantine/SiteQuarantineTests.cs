using System.Net;
using System.Text.Json.Nodes;
using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Tests.Web.Fakes;
using Orleans.Ingest.Web.Quarantine;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Quarantine;

/// <summary>Drops of sites with a quarantine are kept, and shown.</summary>
public sealed class SiteQuarantineTests
{
    private static readonly ShieldRule _noPage = new(1, ShieldKind.Page, "/page");

    [Fact]
    public async Task A_drop_is_kept_where_the_site_asks_for_it_and_answered_and_counted_as_ever()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("keeps.example", site => site with { Shields = [_noPage], Quarantine = true });
        web.Cluster.AddSite("forgets.example", site => site with { Shields = [_noPage] });
        using var answer = await web.PageviewAsync("keeps.example,forgets.example");
        Assert.Equal((HttpStatusCode.Accepted, "2"), (answer.StatusCode, answer.Headers.GetValues("x-plausible-dropped").Single()));
        var kept = Assert.Single(web.Kept);
        Assert.Equal(("keeps.example", 1ul, "/page"), (kept.Domain, kept.Dropped.Event.SiteId, kept.Dropped.Event.Pathname));
        Assert.Equal([DropReason.SitePageBlocklist], kept.Dropped.Matched);
        Assert.Equal(2, web.Drops.Count);
        Assert.Empty(web.Cluster.Recorded);
    }

    [Fact]
    public async Task What_is_dropped_for_the_visitors_sake_or_for_a_limit_is_never_kept()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("example.com", site => site with { Shields = [_noPage], Quarantine = true, HonourGpc = true });
        web.Cluster.AddSite("blocked.example", site => site with { Shields = [_noPage], Quarantine = true, IngestRateLimitThreshold = 0 });
        await web.PageviewAsync("example.com", ("Sec-GPC", "1"));
        await web.PageviewAsync("blocked.example,nowhere.example");
        await web.PostAsync("""{"n":"pageview","u":"https://example.com/page","d":"example.com","r":"https://spam.example/"}""");
        Assert.Equal(4, web.Drops.Count);
        Assert.Empty(web.Kept);
    }

    [Fact]
    public async Task A_clients_own_id_is_the_events_name_in_the_quarantine_too()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("example.com", site => site with { Shields = [_noPage], Quarantine = true });
        var at = TimeProvider.System.GetUtcNow().AddMinutes(-5);
        var sent = $$"""[{"n":"pageview","u":"https://example.com/page","d":"example.com","ip":"192.0.2.1","user_agent":"Mozilla/5.0","timestamp":{{at.ToUnixTimeMilliseconds()}},"id":"order 7"}]""";
        await web.ApiAsync(HttpMethod.Post, "/api/v1/events", sent);
        var kept = Assert.Single(web.Kept);
        Assert.Equal(ClientId.Of(1, "order 7"), kept.Id);
        Assert.True(kept.ReceivedAt > at.UtcDateTime.AddMinutes(4), "It is kept by when it came.");
        Assert.True(kept.Dropped.Event.Timestamp <= at.UtcDateTime);
    }

    [Fact]
    public async Task Beyond_the_bound_of_an_hour_drops_are_forgotten()
    {
        var time = new AfternoonTime();
        await using var web = await WebHost.StartAsync(time);
        web.Cluster.AddSite("example.com", site => site with { Shields = [_noPage], Quarantine = true });
        var one = $$"""{"n":"pageview","u":"https://example.com/page","d":"example.com","ip":"192.0.2.1","user_agent":"Mozilla/5.0","timestamp":{{time.GetUtcNow().ToUnixTimeMilliseconds()}}}""";
        var half = string.Join('\n', Enumerable.Repeat(one, SiteQuarantine.MostOfSiteAndHour / 2));
        for (var i = 0; i < 3; i++) await web.ApiAsync(HttpMethod.Post, "/api/v1/events", half);
        Assert.Equal(SiteQuarantine.MostOfSiteAndHour, web.Kept.Count);
        Assert.Equal(3 * SiteQuarantine.MostOfSiteAndHour / 2, web.Drops.Count);
    }

    [Fact]
    public async Task What_is_kept_is_shown_by_rule()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("example.com", site => site with { Quarantine = true });
        var noon = new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
        web.Cluster.Quarantine.Contents = new([new(DropReason.Bot, 7, 2,
        [
            new()
            {
                ReceivedAt = noon, Timestamp = noon.AddMinutes(-1), Name = "pageview", Hostname = "example.com", Pathname = "/a", Source = "Google", Country = "DE", Browser = "Chrome",
                OperatingSystem = "Mac", Visit = 0x2b, Matched = [DropReason.Bot, DropReason.SitePageBlocklist],
            },
        ])]);
        var (status, text) = await web.ApiAsync(HttpMethod.Get, "/api/v1/sites/example.com/quarantine?hours=6");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            """{"enabled":true,"hours":6,"rules":[{"reason":"bot","dropped":7,"kept":2,"samples":[{"received_at":"2026-03-01T12:00:00Z","timestamp":"2026-03-01T11:59:00Z","name":"pageview","hostname":"example.com","pathname":"/a","source":"Google","country":"DE","browser":"Chrome","operating_system":"Mac","visitor":"002b","rules":["bot","site_page_blocklist"]}]}]}""",
            text);
        Assert.Equal((1ul, 6), web.Cluster.Quarantine.Asked);
    }

    [Theory]
    [InlineData("?hours=0")]
    [InlineData("?hours=25")]
    [InlineData("?hours=many")]
    public async Task A_time_that_cannot_be_looked_back_says_so(string query)
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("example.com");
        var (status, text) = await web.ApiAsync(HttpMethod.Get, "/api/v1/sites/example.com/quarantine" + query);
        Assert.Equal((HttpStatusCode.BadRequest, "must be a whole number of hours from 1 to 24"), (status, (string?)JsonNode.Parse(text)!["errors"]!["hours"]![0]));
    }
}
