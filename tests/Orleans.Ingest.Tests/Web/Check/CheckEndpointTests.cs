using System.Globalization;
using System.Net;
using System.Text.Json;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;
using Orleans.Ingest.Tests.Web.Fakes;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Check;

public sealed class CheckEndpointTests : IAsyncLifetime
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private static readonly string[] _rules =
    [
        "spam_referrer", "not_found", "payment_required", "block", "throttle", "gpc", "verification_agent", "dc_ip", "threat_ip", "site_hostname_allowlist", "site_page_blocklist",
        "site_ip_blocklist", "site_country_blocklist", "bot", "invalid", "no_session_for_engagement",
    ];

    private WebHost _web = null!;

    public async ValueTask InitializeAsync()
    {
        _web = await WebHost.StartAsync();
        _web.Cluster.AddSite("example.com");
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    [Fact]
    public async Task Without_the_key_nothing_is_said() =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await _web.ApiAsync(HttpMethod.Post, "/api/v1/check", Event(), key: null)).Status);

    [Fact]
    public async Task An_invalid_event_has_the_errors_of_the_events_endpoint()
    {
        var (status, text) = await _web.ApiAsync(HttpMethod.Post, "/api/v1/check", """{"u":"https://example.com/","d":"example.com","ip":"nonsense"}""");
        Assert.Equal((HttpStatusCode.BadRequest, """{"errors":{"ip":["must be an IP address"],"event_name":["can't be blank"]}}"""), (status, text));
    }

    [Fact]
    public async Task Every_rule_is_named_in_the_order_in_which_an_event_meets_it()
    {
        var decision = await CheckAsync(Event());
        Assert.True(decision.GetProperty("accepted").GetBoolean());
        Assert.False(decision.TryGetProperty("reason", out _));
        Assert.Equal(_rules, decision.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("rule").GetString()));
        Assert.All(decision.GetProperty("rules").EnumerateArray(), rule => Assert.False(rule.GetProperty("matched").GetBoolean()));
    }

    [Fact]
    public async Task What_would_be_stored_has_the_columns_of_the_tables_and_not_the_address()
    {
        var text = await TextAsync(Event());
        Assert.DoesNotContain("192.0.2.7", text, StringComparison.Ordinal);
        var decision = JsonElement.Parse(text).GetProperty("decisions")[0];
        Assert.Equal(ColumnsOf(EventRow.Version1), NamesOf(decision.GetProperty("event")));
        Assert.Equal(ColumnsOf(SessionRow.Version1), NamesOf(decision.GetProperty("session")).Except(["joins_live_session"]));
        Assert.Equal(("/page", "Firefox", JsonValueKind.String), (
            decision.GetProperty("event").GetProperty("pathname").GetString(),
            decision.GetProperty("session").GetProperty("browser").GetString(),
            decision.GetProperty("event").GetProperty("user_id").ValueKind));
    }

    [Fact]
    public async Task Nothing_is_stored_or_counted_and_no_token_is_taken()
    {
        var site = _web.Cluster.AddSite("limited.example", settings => settings with { IngestRateLimitThreshold = 1 });
        foreach (var domain in (string[])["limited.example", "limited.example", "nowhere.example"]) await CheckAsync(Event(domain));
        Assert.Empty(_web.Cluster.Recorded);
        Assert.Empty(_web.Drops);
        Assert.All(site.Wanted, wanted => Assert.Equal(0, wanted));
        using var answer = await _web.PageviewAsync("limited.example");
        Assert.False(answer.Headers.Contains("x-plausible-dropped"));
    }

    [Theory]
    [InlineData("not_found", "there is no site of this domain", "nowhere.example", "")]
    [InlineData("payment_required", "accept_traffic_until is 2020-01-01", "over.example", "")]
    [InlineData("block", "ingest_rate_limit_threshold is 0", "blocked.example", "")]
    [InlineData("spam_referrer", "the referrer's host is 'spam.example'", "example.com", ""","r":"https://spam.example/x" """)]
    [InlineData("site_hostname_allowlist", "'*.other.example', 'other.example'", "hosts.example", "")]
    [InlineData("site_page_blocklist", "the rule '/pa*' matches the page '/page'", "pages.example", "")]
    [InlineData("site_ip_blocklist", "the rule '192.0.2.0/24' matches", "addresses.example", "")]
    [InlineData("site_country_blocklist", "the country is not known", "countries.example", "")]
    [InlineData("bot", "Googlebot", "example.com", ""","user_agent":"Googlebot/2.1 (+http://www.google.com/bot.html)" """)]
    [InlineData("bot", "Headless Chrome", "example.com", ""","user_agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36" """)]
    [InlineData("no_session_for_engagement", "no live session", "example.com", ""","n":"engagement","e":1000""")]
    [InlineData("no_session_for_pageleave", "no live session", "example.com", ""","n":"pageleave" """)]
    public async Task The_rule_that_drops_an_event_says_what_it_met(string reason, string detail, string domain, string more)
    {
        AddSites();
        var decision = await CheckAsync(Event(domain, more));
        Assert.Equal((reason, false), (decision.GetProperty("reason").GetString(), decision.GetProperty("accepted").GetBoolean()));
        var rule = Assert.Single(decision.GetProperty("rules").EnumerateArray(), rule => rule.GetProperty("matched").GetBoolean());
        Assert.Equal(reason, rule.GetProperty("rule").GetString());
        Assert.Contains(detail, rule.GetProperty("detail").GetString()!, StringComparison.Ordinal);
        Assert.False(decision.TryGetProperty("event", out _));
    }

    [Fact]
    public async Task A_rate_limit_that_is_used_up_says_its_window()
    {
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 30, TimeSpan.Zero);
        await using var web = await WebHost.StartAsync(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(now));
        web.Cluster.AddSite("limited.example", settings => settings with { IngestRateLimitThreshold = 2 });
        var (_, before) = await web.ApiAsync(HttpMethod.Post, "/api/v1/check", Event("limited.example", at: null));
        Assert.Contains("at most 2 events in 60 seconds; 2 left in the window until 2026-03-01 12:01:00 UTC", before, StringComparison.Ordinal);
        for (var i = 0; i < 2; i++) (await web.PageviewAsync("limited.example")).Dispose();
        var (_, after) = await web.ApiAsync(HttpMethod.Post, "/api/v1/check", Event("limited.example", at: null));
        Assert.Contains("\"reason\":\"throttle\"", after, StringComparison.Ordinal);
        Assert.Contains("at most 2 events in 60 seconds; 0 left in the window until 2026-03-01 12:01:00 UTC", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_event_does_not_say_is_taken_from_the_request()
    {
        _web.Cluster.AddSite("private.example", settings => settings with { HonourGpc = true });
        await _web.PostAsync("""{"n":"pageview","u":"https://example.com/","d":"example.com"}""", ("User-Agent", Firefox), ("X-Forwarded-For", "192.0.2.44"));
        var userId = Assert.Single(_web.Cluster.Recorded).Event.Event.UserId;
        var own = await SendAsync("""{"n":"pageview","u":"https://example.com/","d":"example.com"}""", ("User-Agent", Firefox), ("X-Forwarded-For", "192.0.2.44"));
        Assert.Equal(userId.ToString(CultureInfo.InvariantCulture), own.GetProperty("event").GetProperty("user_id").GetString());
        Assert.Equal("gpc", (await SendAsync(Event("private.example"), ("Sec-GPC", "1"))).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task An_event_of_a_live_session_joins_it()
    {
        var fresh = await CheckAsync(Event());
        Assert.False(fresh.GetProperty("session").GetProperty("joins_live_session").GetBoolean());
        Assert.Equal(JsonValueKind.Null, fresh.GetProperty("event").GetProperty("session_id").ValueKind);
        var userId = ulong.Parse(fresh.GetProperty("event").GetProperty("user_id").GetString()!, CultureInfo.InvariantCulture);
        _web.Cluster.Glances[new(1, userId)] = new(Session(userId));
        AssertJoins(await CheckAsync(Event()), userId);
    }

    [Fact]
    public async Task A_closed_id_sends_the_look_on()
    {
        var userId = ulong.Parse((await CheckAsync(Event())).GetProperty("event").GetProperty("user_id").GetString()!, CultureInfo.InvariantCulture);
        _web.Cluster.Glances[new(1, userId)] = new(null, ClosedFor: 77);
        _web.Cluster.Glances[new(1, 77)] = new(Session(77));
        AssertJoins(await CheckAsync(Event()), 77);
    }

    [Fact]
    public async Task A_key_of_one_site_asks_about_that_site_alone()
    {
        _web.Cluster.AddSite("other.example");
        var key = JsonElement.Parse((await _web.ApiAsync(HttpMethod.Post, "/api/v1/keys", """{"name":"x","site":"example.com"}""")).Text).GetProperty("key").GetString();
        Assert.Equal(HttpStatusCode.OK, (await _web.ApiAsync(HttpMethod.Post, "/api/v1/check", Event(), key)).Status);
        foreach (var domain in (string[])["other.example", "example.com,other.example", "nowhere.example"])
            Assert.Equal(HttpStatusCode.Forbidden, (await _web.ApiAsync(HttpMethod.Post, "/api/v1/check", Event(domain), key)).Status);
    }

    private static void AssertJoins(JsonElement decision, ulong userId)
    {
        var session = decision.GetProperty("session");
        Assert.Equal((true, "4711", 2, 2, 0, "/first", "/page"), (
            session.GetProperty("joins_live_session").GetBoolean(), session.GetProperty("session_id").GetString(), session.GetProperty("pageviews").GetInt32(),
            session.GetProperty("events").GetInt32(), session.GetProperty("is_bounce").GetInt32(), session.GetProperty("entry_page").GetString(), session.GetProperty("exit_page").GetString()));
        Assert.Equal(("4711", userId.ToString(CultureInfo.InvariantCulture)), (decision.GetProperty("event").GetProperty("session_id").GetString(), decision.GetProperty("event").GetProperty("user_id").GetString()));
    }

    private static SessionState Session(ulong userId)
    {
        var at = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-5);
        return new()
        {
            SessionId = 4711, SiteId = 1, UserId = userId, Start = at, Timestamp = at, LastActivity = at, IsBounce = true, Pageviews = 1, Events = 1,
            EntryPage = "/first", ExitPage = "/first", Visit = VisitAttributes.Empty,
        };
    }

    private void AddSites()
    {
        _web.Cluster.AddSite("over.example", settings => settings with { AcceptTrafficUntil = new(2020, 1, 1) });
        _web.Cluster.AddSite("blocked.example", settings => settings with { IngestRateLimitThreshold = 0 });
        _web.Cluster.AddSite("hosts.example", settings => settings with { Shields = [new(1, ShieldKind.Hostname, "*.other.example"), new(2, ShieldKind.Hostname, "other.example")] });
        _web.Cluster.AddSite("pages.example", settings => settings with { Shields = [new(1, ShieldKind.Page, "/x"), new(2, ShieldKind.Page, "/pa**")] });
        _web.Cluster.AddSite("addresses.example", settings => settings with { Shields = [new(1, ShieldKind.Ip, "192.0.2.0/24")] });
        _web.Cluster.AddSite("countries.example", settings => settings with { Shields = [new(1, ShieldKind.Country, "ZZ")] });
    }

    private static string Event(string domain = "example.com", string more = "", string? at = "now") =>
        $$"""{"n":"pageview","u":"https://example.com/page","d":"{{domain}}","ip":"192.0.2.7","user_agent":"{{Firefox}}"{{(at is null ? "" : $",\"timestamp\":\"{TimeProvider.System.GetUtcNow():O}\"")}}{{more}}}""";

    private async Task<JsonElement> CheckAsync(string body) => JsonElement.Parse(await TextAsync(body)).GetProperty("decisions")[0];

    private async Task<string> TextAsync(string body)
    {
        var (status, text) = await _web.ApiAsync(HttpMethod.Post, "/api/v1/check", body);
        Assert.True(status == HttpStatusCode.OK, text);
        return text;
    }

    private async Task<JsonElement> SendAsync(string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/check") { Content = new StringContent(body) };
        request.Headers.Authorization = new("Bearer", WebHost.Key);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await _web.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("decisions")[0];
    }

    private static IEnumerable<string> ColumnsOf(RowLayout layout) => layout.Columns.Select(column => column.Name).Except([RowLayout.PositionColumn]).Order(StringComparer.Ordinal);

    private static IEnumerable<string> NamesOf(JsonElement row) => row.EnumerateObject().Select(column => column.Name).Order(StringComparer.Ordinal);
}
