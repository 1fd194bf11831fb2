using System.Net;
using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.Contracts.Books;
using Orleans.Ingest.Tests.Web.Fakes;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Books;

public sealed class BooksApiTests
{
    private static readonly DateTime Noon = new(2026, 3, 14, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task All_sites_are_summed_and_what_is_off_is_named()
    {
        await using var web = await StartAsync();
        web.Cluster.AddSite("a.example");
        web.Cluster.Books.Page = new()
        {
            State = new()
            {
                CheckedUntil = Noon.AddMinutes(-1),
                Off = [new() { SiteId = 1, Minute = Noon.AddHours(-1), Counted = 3, Stored = 2 }, new() { SiteId = 9, Minute = Noon.AddHours(-1), OfSessions = true, Counted = 1, Stored = 4 }],
                PendingSince = Noon.AddSeconds(-2),
                PendingBytes = 700,
                DeadLetterGroups = 1,
            },
            Lines = [Line(0, "dropped_not_found", 4), Line(1, "buffered", 10), Line(1, "deleted", 4), Line(1, "dropped_bot", 2), Line(1, "dropped_throttle", 1), Line(9, "buffered", 20)],
        };

        var (status, text) = await GetAsync(web, "/api/v1/books");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            """{"from":"2026-03-13T12:01:00Z","to":"2026-03-14T12:01:00Z","checked_until":"2026-03-14T11:59:00Z","off":[{"site_id":1,"domain":"a.example","minute":"2026-03-14T11:00:00Z","what":"events","counted":3,"stored":2},{"site_id":9,"minute":"2026-03-14T11:00:00Z","what":"sessions","counted":1,"stored":4}],"pending":{"since":"2026-03-14T11:59:58Z","bytes":700},"dead_letter_groups":1,"sites":[{"site_id":9,"received":20,"stored":20,"deleted":0,"dropped":{}},{"site_id":1,"domain":"a.example","received":13,"stored":6,"deleted":4,"dropped":{"bot":2,"throttle":1}},{"received":4,"stored":0,"deleted":0,"dropped":{"not_found":4}}]}""",
            text);
        Assert.Equal((Noon.AddMinutes(1).AddDays(-1), Noon.AddMinutes(1), null), Assert.Single(web.Cluster.Books.Asked));
    }

    [Fact]
    public async Task What_landed_from_the_quarantine_was_received_once()
    {
        await using var web = await StartAsync();
        web.Cluster.AddSite("a.example");
        web.Cluster.Books.Page = new() { State = new(), Lines = [Line(1, "buffered", 10), Line(1, "dropped_bot", 3), Line(1, "released_bot", 2), Line(1, "dropped_throttle", 1), Line(1, "released_site_page_blocklist", 1), Line(1, "dropped_site_page_blocklist", 1)] };
        var (_, text) = await GetAsync(web, "/api/v1/books");
        Assert.Contains("""{"site_id":1,"domain":"a.example","received":12,"stored":10,"deleted":0,"dropped":{"bot":1,"throttle":1}}""", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_site_is_told_by_minute_and_only_what_is_its_own()
    {
        await using var web = await StartAsync();
        web.Cluster.AddSite("a.example");
        web.Cluster.Books.Page = new()
        {
            State = new() { Off = [new() { SiteId = 9, Minute = Noon }], Problem = "ClickHouse could not be asked." },
            Lines = [Line(1, "buffered", 2, Noon.AddMinutes(1)), Line(1, "deleted", 5, Noon.AddMinutes(1)), Line(1, "buffered", 1), Line(1, "dropped_bot", 1)],
        };

        var (_, text) = await GetAsync(web, "/api/v1/sites/a.example/books?from=2026-03-14T12:00:30%2B01:00&to=2026-03-14T13:00:00Z");
        Assert.Equal(
            """{"from":"2026-03-14T11:00:00Z","to":"2026-03-14T13:00:00Z","off":[],"problem":"ClickHouse could not be asked.","dead_letter_groups":0,"minutes":[{"minute":"2026-03-14T12:00:00Z","received":2,"stored":1,"deleted":0,"dropped":{"bot":1}},{"minute":"2026-03-14T12:01:00Z","received":2,"stored":0,"deleted":2,"dropped":{}}]}""",
            text);
        Assert.Equal((Noon.AddHours(-1), Noon.AddHours(1), 1UL), Assert.Single(web.Cluster.Books.Asked));
    }

    [Fact]
    public async Task Without_ClickHouse_it_says_so()
    {
        await using var web = await StartAsync();
        web.Cluster.Books.Page = new() { State = new() };
        Assert.Contains("\"problem\":\"ClickHouse does not answer", (await GetAsync(web, "/api/v1/books")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("books?from=yesterday", HttpStatusCode.BadRequest)]
    [InlineData("books?from=1066-01-01", HttpStatusCode.BadRequest)]
    [InlineData("books?from=2026-03-14&to=2026-03-14", HttpStatusCode.BadRequest)]
    [InlineData("books?from=2026-01-01", HttpStatusCode.BadRequest)]
    [InlineData("books?from=2026-03-01&from=2026-03-02", HttpStatusCode.BadRequest)]
    [InlineData("sites/none.example/books", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_read_is_refused(string path, HttpStatusCode expected)
    {
        await using var web = await StartAsync();
        Assert.Equal(expected, (await GetAsync(web, "/api/v1/" + path)).Status);
        Assert.Empty(web.Cluster.Books.Asked);
    }

    [Fact]
    public async Task They_are_for_keys_alone()
    {
        await using var web = await StartAsync();
        web.Cluster.AddSite("a.example");
        foreach (var path in (string[])["/api/v1/books", "/api/v1/sites/a.example/books"]) Assert.Equal(HttpStatusCode.Unauthorized, (await web.ApiAsync(HttpMethod.Get, path, key: "")).Status);
    }

    private static Task<WebHost> StartAsync() => WebHost.StartAsync(new FakeTimeProvider(new DateTimeOffset(Noon)));

    private static Task<(HttpStatusCode Status, string Text)> GetAsync(WebHost web, string path) => web.ApiAsync(HttpMethod.Get, path);

    private static BookLine Line(ulong site, string metric, ulong value, DateTime? minute = null) => new() { SiteId = site, Minute = minute ?? Noon, Metric = metric, Value = value };
}
