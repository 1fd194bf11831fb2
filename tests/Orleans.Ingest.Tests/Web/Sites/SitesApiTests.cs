using System.Net;
using System.Text.Json.Nodes;
using Orleans.Ingest.Tests.Web.Fakes;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Sites;

public sealed class SitesApiTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("another key")]
    public async Task Without_the_key_every_route_answers_401(string? key)
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        foreach (var path in (string[])["/api/v1/sites", "/api/v1/sites/a.example", "/api/v1/sites/a.example/shields/page", "/api/v1/sites/a.example/goals", "/api/v1/sites/goals?site_id=a.example"])
        {
            var (status, text) = await web.ApiAsync(HttpMethod.Get, path, key: key);
            Assert.Equal(HttpStatusCode.Unauthorized, status);
            Assert.NotNull(JsonNode.Parse(text)!["errors"]!["authorization"]);
        }
    }

    [Fact]
    public async Task A_site_is_made_read_listed_changed_and_deleted()
    {
        await using var web = await WebHost.StartAsync();
        var (status, text) = await web.ApiAsync(HttpMethod.Post, "/api/v1/sites", """{"domain":"A.Example","timezone":"Etc/UTC"}""");
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(
            """{"id":1,"domain":"a.example","timezone":"Etc/UTC","ingest_rate_limit_threshold":null,"ingest_rate_limit_scale_seconds":60,"accept_traffic_until":null,"honour_gpc":false,"hash_ipv6_by_prefix":false,"retention_days":null,"client_hints":false,"quarantine":false}""",
            text);
        Assert.Equal(text, (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites/a.example")).Text);
        Assert.Equal($$"""{"sites":[{{text}}]}""", (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites")).Text);

        var change = """{"ingest_rate_limit_threshold":100,"ingest_rate_limit_scale_seconds":5,"accept_traffic_until":"2026-12-31"}""";
        var changed = JsonNode.Parse((await web.ApiAsync(HttpMethod.Put, "/api/v1/sites/a.example", change)).Text)!;
        Assert.Equal(100, (int)changed["ingest_rate_limit_threshold"]!);
        Assert.Equal("2026-12-31", (string?)changed["accept_traffic_until"]);
        var cleared = JsonNode.Parse((await web.ApiAsync(HttpMethod.Put, "/api/v1/sites/a.example", """{"ingest_rate_limit_threshold":null}""")).Text)!;
        Assert.Null(cleared["ingest_rate_limit_threshold"]);
        Assert.Equal(5, (int)cleared["ingest_rate_limit_scale_seconds"]!);

        Assert.Equal(HttpStatusCode.OK, (await web.ApiAsync(HttpMethod.Delete, "/api/v1/sites/a.example")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites/a.example")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await web.ApiAsync(HttpMethod.Delete, "/api/v1/sites/a.example")).Status);
    }

    [Theory]
    [InlineData("""{"domain":"a.example"}""", HttpStatusCode.Conflict, "domain", "has already been taken")]
    [InlineData("""{"domain":"  "}""", HttpStatusCode.BadRequest, "domain", "can't be blank")]
    [InlineData("{}", HttpStatusCode.BadRequest, "domain", "can't be blank")]
    [InlineData("""{"domain":"https://b.example"}""", HttpStatusCode.BadRequest, "domain", "is invalid: leave out the scheme, as in example.com")]
    [InlineData("""{"domain":"b example"}""", HttpStatusCode.BadRequest, "domain", "is invalid: a host such as example.com, or a host and a path")]
    [InlineData("""{"domain":"b.example","timezone":"Mars/Olympus"}""", HttpStatusCode.BadRequest, "timezone", "must be the name of a time zone such as Europe/Berlin")]
    [InlineData("""{"domain":"b.example","id":1}""", HttpStatusCode.BadRequest, "id", "must be at least 2: no id is given twice, so sites with ids of your own are made in the order of their ids")]
    [InlineData("""{"domain":"a.example","id":7}""", HttpStatusCode.Conflict, "domain", "has already been taken")]
    [InlineData("""{"domain":"b.example","id":0}""", HttpStatusCode.BadRequest, "id", "must be an integer from 1 to 9007199254740991")]
    [InlineData("""{"domain":"b.example","id":1.5}""", HttpStatusCode.BadRequest, "id", "must be an integer from 1 to 9007199254740991")]
    [InlineData("""{"domain":"b.example","id":"7"}""", HttpStatusCode.BadRequest, "id", "must be an integer from 1 to 9007199254740991")]
    [InlineData("""{"domain":"b.example","id":9007199254740992}""", HttpStatusCode.BadRequest, "id", "must be an integer from 1 to 9007199254740991")]
    [InlineData("[]", HttpStatusCode.BadRequest, "request", "Unable to parse request body as json")]
    [InlineData("{", HttpStatusCode.BadRequest, "request", "Unable to parse request body as json")]
    [InlineData("""{"domain":"\ud83d"}""", HttpStatusCode.BadRequest, "request", "Unable to parse request body as json")]
    [InlineData("""{"domain":"b.example","\udc00\ud800 is half a character":1}""", HttpStatusCode.BadRequest, "request", "Unable to parse request body as json")]
    public async Task A_site_that_cannot_be_made_says_why(string body, HttpStatusCode expected, string field, string message)
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        var (status, text) = await web.ApiAsync(HttpMethod.Post, "/api/v1/sites", body);
        Assert.Equal(expected, status);
        Assert.Equal(message, (string?)JsonNode.Parse(text)!["errors"]![field]![0]);
    }

    [Fact]
    public async Task A_site_has_the_id_that_other_tables_know_it_by()
    {
        await using var web = await WebHost.StartAsync();
        var (status, text) = await web.ApiAsync(HttpMethod.Post, "/api/v1/sites", """{"domain":"a.example","timezone":"Asia/Kolkata","id":4711}""");
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal((4711, "Asia/Kolkata"), ((int)JsonNode.Parse(text)!["id"]!, (string?)JsonNode.Parse(text)!["timezone"]));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("a.example/blog")]
    [InlineData("bücher.example")]
    [InlineData("my_site.example")]
    public async Task Hosts_with_or_without_a_path_are_domains(string domain)
    {
        await using var web = await WebHost.StartAsync();
        Assert.Equal(HttpStatusCode.Created, (await web.ApiAsync(HttpMethod.Post, "/api/v1/sites", $$"""{"domain":"{{domain}}"}""")).Status);
        var (status, text) = await web.ApiAsync(HttpMethod.Get, $"/api/v1/sites/{Uri.EscapeDataString(domain)}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(domain, (string?)JsonNode.Parse(text)!["domain"]);
    }

    [Theory]
    [InlineData("ingest_rate_limit_threshold", "-1")]
    [InlineData("ingest_rate_limit_threshold", "1.5")]
    [InlineData("ingest_rate_limit_scale_seconds", "0")]
    [InlineData("ingest_rate_limit_scale_seconds", "null")]
    [InlineData("accept_traffic_until", "\"tomorrow\"")]
    [InlineData("honour_gpc", "1")]
    [InlineData("client_hints", "null")]
    [InlineData("quarantine", "1")]
    [InlineData("retention_days", "0")]
    [InlineData("retention_days", "\"30\"")]
    [InlineData("domain", "null")]
    public async Task A_change_that_makes_no_sense_names_its_field(string field, string value)
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        var (status, text) = await web.ApiAsync(HttpMethod.Put, "/api/v1/sites/a.example", $$"""{"{{field}}":{{value}}}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.NotNull(JsonNode.Parse(text)!["errors"]![field]);
    }

    [Fact]
    public async Task A_change_of_domain_is_a_change_like_any_other_and_the_old_domain_is_not_found()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        web.Cluster.AddSite("b.example");
        const string Change = """{"domain":"WWW.New.example","ingest_rate_limit_threshold":7}""";
        var taken = await web.ApiAsync(HttpMethod.Put, "/api/v1/sites/a.example", """{"domain":"b.example","ingest_rate_limit_threshold":7}""");
        Assert.Equal((HttpStatusCode.Conflict, """{"errors":{"domain":["has already been taken"]}}"""), taken);
        Assert.Null(web.Cluster.Site("a.example").Settings!.IngestRateLimitThreshold);

        var (status, text) = await web.ApiAsync(HttpMethod.Put, "/api/v1/sites/a.example", Change);
        Assert.Equal(HttpStatusCode.OK, status);
        var changed = JsonNode.Parse(text)!;
        Assert.Equal((1, "new.example", 7), ((int)changed["id"]!, (string?)changed["domain"], (int)changed["ingest_rate_limit_threshold"]!));
        Assert.Equal(text, (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites/new.example")).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await web.ApiAsync(HttpMethod.Put, "/api/v1/sites/a.example", Change)).Status);
    }

    [Fact]
    public async Task Shield_rules_are_added_listed_and_removed_by_kind()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        var (status, text) = await web.ApiAsync(HttpMethod.Post, "/api/v1/sites/a.example/shields/page", """{"value":"/secret*"}""");
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal("""{"id":1,"value":"/secret*"}""", text);
        Assert.Equal("""{"shields":[{"id":1,"value":"/secret*"}]}""", (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites/a.example/shields/page")).Text);
        Assert.Equal("""{"shields":[]}""", (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites/a.example/shields/ip")).Text);

        var again = await web.ApiAsync(HttpMethod.Post, "/api/v1/sites/a.example/shields/page", """{"value":"/secret**"}""");
        Assert.Equal((HttpStatusCode.BadRequest, """{"errors":{"value":["rule already exists"]}}"""), again);
        Assert.Equal(HttpStatusCode.NotFound, (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites/a.example/shields/colour")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await web.ApiAsync(HttpMethod.Delete, "/api/v1/sites/a.example/shields/ip/1")).Status);
        Assert.Equal(HttpStatusCode.OK, (await web.ApiAsync(HttpMethod.Delete, "/api/v1/sites/a.example/shields/page/1")).Status);
        Assert.Empty(web.Cluster.Site("a.example").Settings!.Shields);

        for (var i = 0; i < 10; i++) await web.ApiAsync(HttpMethod.Post, "/api/v1/sites/a.example/shields/hostname", $$"""{"value":"host{{i}}"}""");
        var eleventh = await web.ApiAsync(HttpMethod.Post, "/api/v1/sites/a.example/shields/hostname", """{"value":"host10"}""");
        Assert.Equal((HttpStatusCode.BadRequest, """{"errors":{"value":["maximum reached"]}}"""), eleventh);
    }

    [Fact]
    public async Task Goals_are_added_and_listed_also_by_the_provisioning_calls()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        var (status, text) = await web.ApiAsync(HttpMethod.Post, "/api/v1/sites/a.example/goals", """{"event_name":"Purchase","currency":"EUR"}""");
        Assert.Equal((HttpStatusCode.Created, """{"id":1,"event_name":"Purchase","currency":"EUR"}"""), (status, text));
        var provisioned = await web.ApiAsync(HttpMethod.Put, "/api/v1/sites/goals", """{"site_id":"a.example","goal_type":"event","event_name":"Purchase"}""");
        Assert.Equal(HttpStatusCode.OK, provisioned.Status);
        Assert.Equal("1", (string?)JsonNode.Parse(provisioned.Text)!["id"]);
        Assert.Equal($$"""{"goals":[{{provisioned.Text}}]}""", (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites/goals?site_id=a.example")).Text);
        Assert.Equal($$"""{"goals":[{{text}}]}""", (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites/a.example/goals")).Text);
        Assert.Equal(HttpStatusCode.BadRequest, (await web.ApiAsync(HttpMethod.Post, "/api/v1/sites/a.example/goals", """{"event_name":"X","currency":"euro"}""")).Status);
    }

    [Fact]
    public async Task When_the_grains_are_away_the_answer_is_503()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example").Failure = new TimeoutException();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites/a.example")).Status);
    }
}
