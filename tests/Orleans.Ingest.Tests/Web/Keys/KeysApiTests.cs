using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.Tests.Web.Fakes;
using Orleans.Ingest.Tests.Web.Receipts;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Keys;

public sealed class KeysApiTests
{
    [Fact]
    public async Task A_key_is_shown_once_opens_the_api_and_nothing_more_once_revoked()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var web = await WebHost.StartAsync(time);
        var made = await MakeAsync(web, """{"name":" Build server "}""");
        var secret = (string)made["key"]!;
        Assert.StartsWith("ingest_", secret, StringComparison.Ordinal);
        Assert.Equal("Build server", (string)made["name"]!);
        Assert.Equal(HttpStatusCode.OK, (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites", key: secret)).Status);

        var list = (await web.ApiAsync(HttpMethod.Get, "/api/v1/keys")).Text;
        Assert.Equal("""{"keys":[{"id":1,"name":"Build server","site":null,"created_at":"2026-01-01T00:00:00Z"}]}""", list);
        // Kept is the hash alone.
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret)), Assert.Single(web.Cluster.Keys.Kept).Hash);

        Assert.Equal(HttpStatusCode.OK, (await web.ApiAsync(HttpMethod.Delete, "/api/v1/keys/1")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites", key: secret)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await web.ApiAsync(HttpMethod.Delete, "/api/v1/keys/1")).Status);
    }

    [Fact]
    public async Task Another_front_end_takes_a_revoked_key_for_half_a_second_at_most()
    {
        var time = new FakeTimeProvider();
        await using var web = await WebHost.StartAsync(time);
        var secret = (string)(await MakeAsync(web, """{"name":"x"}"""))["key"]!;
        Assert.Equal(HttpStatusCode.OK, (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites", key: secret)).Status);
        // Elsewhere: this front end hears nothing of it.
        await web.Cluster.Keys.RevokeAsync(1);
        Assert.Equal(HttpStatusCode.OK, (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites", key: secret)).Status);
        time.Advance(TimeSpan.FromMilliseconds(501));
        Assert.Equal(HttpStatusCode.Unauthorized, (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites", key: secret)).Status);
    }

    [Fact]
    public async Task A_key_of_one_site_opens_that_sites_routes_and_no_others()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("own.example");
        web.Cluster.AddSite("other.example");
        var secret = (string)(await MakeAsync(web, """{"name":"x","site":"own.example"}"""))["key"]!;

        (HttpMethod Method, string Path, string? Body)[] open =
        [
            (HttpMethod.Get, "sites/own.example", null), (HttpMethod.Get, "sites/own.example/goals", null), (HttpMethod.Get, "sites/own.example/shields/page", null),
            (HttpMethod.Post, "sites/own.example/goals", """{"event_name":"Signup"}"""), (HttpMethod.Get, "sites/goals?site_id=own.example", null),
            (HttpMethod.Put, "sites/goals", """{"site_id":"own.example","goal_type":"event","event_name":"Signup"}"""),
        ];
        foreach (var (method, path, body) in open)
            Assert.True((int)(await web.ApiAsync(method, "/api/v1/" + path, body, secret)).Status is 200 or 201, $"{method} {path}");

        (HttpMethod Method, string Path, string? Body)[] closed =
        [
            (HttpMethod.Get, "sites/other.example", null), (HttpMethod.Get, "sites/unknown.example", null), (HttpMethod.Delete, "sites/other.example", null),
            (HttpMethod.Post, "sites/other.example/goals", """{"event_name":"Signup"}"""), (HttpMethod.Get, "sites/goals?site_id=other.example", null),
            (HttpMethod.Put, "sites/goals", """{"site_id":"other.example","goal_type":"event","event_name":"Signup"}"""),
            (HttpMethod.Post, "sites", """{"domain":"new.example"}"""), (HttpMethod.Get, "keys", null), (HttpMethod.Post, "keys", """{"name":"y"}"""), (HttpMethod.Delete, "keys/1", null),
            (HttpMethod.Get, "live", null), (HttpMethod.Get, "system/selfcheck", null),
        ];
        foreach (var (method, path, body) in closed)
            Assert.True((await web.ApiAsync(method, "/api/v1/" + path, body, secret)).Status == HttpStatusCode.Forbidden, $"{method} {path}");

        const string bulk = """{"n":"pageview","u":"https://a.example/","d":"own.example"}""" + "\n" + """{"n":"pageview","u":"https://a.example/","d":"own.example,other.example"}""";
        Assert.Equal(
            """{"results":[{"status":"accepted","receipt":"…"},{"status":"invalid","errors":{"domain":["is none that this key is for"]}}]}""",
            ReceiptsApiTests.WithoutReceipts((await web.ApiAsync(HttpMethod.Post, "/api/v1/events", bulk, secret)).Text));
        Assert.Equal(HttpStatusCode.Forbidden, (await web.ApiAsync(HttpMethod.Post, "/api/v1/events?backdate=true", bulk, secret)).Status);

        var listed = JsonNode.Parse((await web.ApiAsync(HttpMethod.Get, "/api/v1/sites", key: secret)).Text)!["sites"]!.AsArray();
        Assert.Equal("own.example", (string)Assert.Single(listed)!["domain"]!);
    }

    [Theory]
    [InlineData("{}", "name", "can't be blank")]
    [InlineData("""{"name":"  "}""", "name", "can't be blank")]
    [InlineData("""{"name":"x","site":"nowhere.example"}""", "site", "no site of this domain")]
    [InlineData("""{"name":"x","site":7}""", "site", "no site of this domain")]
    [InlineData("[]", "request", "Unable to parse request body as json")]
    public async Task A_key_that_cannot_be_made_says_why(string body, string field, string message)
    {
        await using var web = await WebHost.StartAsync();
        var (status, text) = await web.ApiAsync(HttpMethod.Post, "/api/v1/keys", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(message, (string?)JsonNode.Parse(text)!["errors"]![field]![0]);
        Assert.Empty(web.Cluster.Keys.Kept);
    }

    [Fact]
    public async Task When_the_keys_cannot_be_looked_up_none_is_let_pass_but_the_admin_key_is()
    {
        await using var web = await WebHost.StartAsync();
        var secret = (string)(await MakeAsync(web, """{"name":"x"}"""))["key"]!;
        web.Cluster.Keys.Failure = new TimeoutException();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites", key: secret)).Status);
        Assert.Equal(HttpStatusCode.OK, (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites")).Status);
    }

    [Fact]
    public async Task Whoever_tries_keys_that_cannot_be_ours_costs_no_look_up()
    {
        await using var web = await WebHost.StartAsync();
        foreach (var key in (string[])["x", "ingest_", "ingest_short", new('a', 71)]) await web.ApiAsync(HttpMethod.Get, "/api/v1/sites", key: key);
        Assert.Equal(0, web.Cluster.Keys.Lists);
    }

    private static async Task<JsonNode> MakeAsync(WebHost web, string body)
    {
        var (status, text) = await web.ApiAsync(HttpMethod.Post, "/api/v1/keys", body);
        Assert.Equal(HttpStatusCode.Created, status);
        return JsonNode.Parse(text)!;
    }
}
