using System.Net;
using System.Text.Json.Nodes;
using Orleans.Ingest.Contracts.Upkeep;
using Orleans.Ingest.Tests.Web.Fakes;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Sites;

public sealed class SiteDataApiTests
{
    private const string Data = "/api/v1/sites/a.example/data";

    [Fact]
    public async Task Days_are_those_of_the_sites_time_zone_and_both_are_deleted()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example", site => site with { Timezone = "Europe/Berlin" });
        var (status, text) = await web.ApiAsync(HttpMethod.Delete, $"{Data}?from=2026-03-01&to=2026-03-29");
        Assert.Equal(HttpStatusCode.Accepted, status);
        var deletion = Assert.Single(web.Cluster.Upkeep.Deletions);
        // The last of these days is the one on which summer time begins.
        Assert.Equal(new DataSelection(1, Utc(2026, 2, 28, 23), Utc(2026, 3, 29, 22), UserId: null), deletion.Selection);
        Assert.Equal("waiting", (string?)JsonNode.Parse(text)!["status"]);
    }

    [Fact]
    public async Task A_visitor_is_deleted_whole_and_his_id_keeps_all_its_digits()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        var (status, text) = await web.ApiAsync(HttpMethod.Delete, $"{Data}?user_id=18446744073709551615");
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal("18446744073709551615", (string?)JsonNode.Parse(text)!["user_id"]);
        Assert.Equal(new DataSelection(1, null, null, ulong.MaxValue), Assert.Single(web.Cluster.Upkeep.Deletions).Selection);
    }

    [Theory]
    [InlineData("", "from")]
    [InlineData("?from=2026-03-01", "to")]
    [InlineData("?to=2026-03-01", "from")]
    [InlineData("?from=2026-03-02&to=2026-03-01", "to")]
    [InlineData("?from=yesterday&to=2026-03-01", "from")]
    [InlineData("?from=2026-03-01&to=2026-03-01T10:00", "to")]
    [InlineData("?user_id=-1", "user_id")]
    [InlineData("?user_id=1+OR+1", "user_id")]
    public async Task A_selection_that_makes_no_sense_deletes_nothing_and_names_its_field(string query, string field)
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        var (status, text) = await web.ApiAsync(HttpMethod.Delete, Data + query);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.NotNull(JsonNode.Parse(text)!["errors"]![field]);
        Assert.Empty(web.Cluster.Upkeep.Deletions);
    }

    [Fact]
    public async Task A_deletion_is_shown_to_its_site_alone()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        web.Cluster.AddSite("b.example");
        await web.ApiAsync(HttpMethod.Delete, $"{Data}?user_id=7");
        web.Cluster.Upkeep.Deletions[0] = web.Cluster.Upkeep.Deletions[0] with { Status = DataDeletionStatus.Done, Events = 3, Visits = 2 };
        var shown = JsonNode.Parse((await web.ApiAsync(HttpMethod.Get, $"{Data}/deletions/1")).Text)!;
        Assert.Equal(("done", "request", 3, 2), ((string?)shown["status"], (string?)shown["cause"], (int)shown["events"]!, (int)shown["visits"]!));
        Assert.Single(JsonNode.Parse((await web.ApiAsync(HttpMethod.Get, $"{Data}/deletions")).Text)!["deletions"]!.AsArray());
        Assert.Empty(JsonNode.Parse((await web.ApiAsync(HttpMethod.Get, "/api/v1/sites/b.example/data/deletions")).Text)!["deletions"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites/b.example/data/deletions/1")).Status);
    }

    [Theory]
    [InlineData("DELETE", Data + "?user_id=1")]
    [InlineData("GET", Data + "/deletions")]
    public async Task Without_a_key_nothing_is_deleted_or_shown(string method, string path)
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        Assert.Equal(HttpStatusCode.Unauthorized, (await web.ApiAsync(new(method), path, key: null)).Status);
        Assert.Empty(web.Cluster.Upkeep.Deletions);
    }

    private static DateTime Utc(int year, int month, int day, int hour) => new(year, month, day, hour, 0, 0, DateTimeKind.Utc);
}
