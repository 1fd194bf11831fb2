using System.Net;
using System.Text.Json.Nodes;
using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Tests.Web.Fakes;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Quarantine;

/// <summary>Rules applied to the last hours: shown first, then begun.</summary>
public sealed class RedecisionApiTests
{
    private const string Path = "/api/v1/sites/example.com/redecide";

    [Fact]
    public async Task A_dry_run_says_what_would_happen_and_begins_nothing()
    {
        await using var web = await StartAsync();
        web.Cluster.Quarantine.Preview = new([new(DropReason.Bot, 3), new(DropReason.SitePageBlocklist, 2)], 4, 9, 5, 1);
        var (status, text) = await web.ApiAsync(HttpMethod.Post, Path, """{"hours":6,"release":["bot"],"dry_run":true}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"hours":6,"landing":5,"landing_by_reason":{"bot":3,"site_page_blocklist":2},"landing_visitors":4,"staying":9,"removed":5,"removed_visits":1}""", text);
        Assert.Equal((1ul, 6), (web.Cluster.Quarantine.Previewed!.Site.Id, web.Cluster.Quarantine.Previewed.Hours));
        Assert.Equal([DropReason.Bot], web.Cluster.Quarantine.Previewed.Released);
        Assert.Empty(web.Cluster.Upkeep.Redecisions);
    }

    [Fact]
    public async Task It_is_begun_by_the_rules_as_they_are_and_shown_until_it_is_done()
    {
        await using var web = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent("""{"hours":1}""") };
        request.Headers.Authorization = new("Bearer", WebHost.Key);
        using var answer = await web.Http.SendAsync(request);
        Assert.Equal((HttpStatusCode.Accepted, "redecisions/1"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        var begun = Assert.Single(web.Cluster.Upkeep.Redecisions);
        Assert.Equal("/admin*", Assert.Single(begun.Site.Shields).Value);
        Assert.Empty(begun.Released);
        Assert.Equal("waiting", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["status"]);

        web.Cluster.Upkeep.Redecisions[0] = begun with { Status = RedecisionStatus.Done, Landed = 2, Removed = 3, Visits = 1, FinishedAt = begun.RequestedAt };
        var done = (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites/example.com/redecisions/1")).Text;
        Assert.Equal(("done", 2, 3, 1), ((string?)JsonNode.Parse(done)!["status"], (int)JsonNode.Parse(done)!["landed"]!, (int)JsonNode.Parse(done)!["removed"]!, (int)JsonNode.Parse(done)!["removed_visits"]!));
        Assert.Equal($$"""{"redecisions":[{{done}}]}""", (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites/example.com/redecisions")).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites/example.com/redecisions/2")).Status);
        web.Cluster.AddSite("other.example");
        Assert.Equal("""{"redecisions":[]}""", (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites/other.example/redecisions")).Text);
    }

    [Theory]
    [InlineData("{}", "hours")]
    [InlineData("""{"hours":0}""", "hours")]
    [InlineData("""{"hours":25}""", "hours")]
    [InlineData("""{"hours":"1"}""", "hours")]
    [InlineData("""{"hours":1,"release":"bot"}""", "release")]
    [InlineData("""{"hours":1,"release":["gpc"]}""", "release")]
    [InlineData("""{"hours":1,"release":["site_page_blocklist"]}""", "release")]
    [InlineData("""{"hours":1,"release":["\ud83d"]}""", "release")]
    [InlineData("""{"hours":1,"release":[1]}""", "release")]
    [InlineData("""{"hours":1,"dry_run":"yes"}""", "dry_run")]
    public async Task What_cannot_be_done_says_why_and_begins_nothing(string body, string field)
    {
        await using var web = await StartAsync();
        var (status, text) = await web.ApiAsync(HttpMethod.Post, Path, body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.NotNull(JsonNode.Parse(text)!["errors"]![field]);
        Assert.Empty(web.Cluster.Upkeep.Redecisions);
    }

    [Fact]
    public async Task It_asks_for_the_key()
    {
        await using var web = await StartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await web.ApiAsync(HttpMethod.Post, Path, """{"hours":1}""", key: null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites/example.com/quarantine", key: null)).Status);
        Assert.Empty(web.Cluster.Upkeep.Redecisions);
    }

    private static async Task<WebHost> StartAsync()
    {
        var web = await WebHost.StartAsync();
        web.Cluster.AddSite("example.com", site => site with { Shields = [new(1, ShieldKind.Page, "/admin*")] });
        return web;
    }
}
