using System.Net;
using System.Text;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Tests.Web.Fakes;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Events;

public sealed class EventEndpointTests
{
    [Fact]
    public async Task An_accepted_event_is_answered_202_ok()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("example.com");
        var answer = await web.PageviewAsync("example.com");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("ok", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("*", Header(answer, "access-control-allow-origin"));
        Assert.Null(Header(answer, "x-plausible-dropped"));
        var (key, recorded) = Assert.Single(web.Cluster.Recorded);
        Assert.Equal(key.UserId, recorded.Event.UserId);
        Assert.Equal("/page", recorded.Event.Pathname);
    }

    [Fact]
    public async Task Every_dropped_domain_is_named_in_the_order_of_the_domains()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        web.Cluster.AddSite("blocked.example", site => site with { IngestRateLimitThreshold = 0 });
        var answer = await web.PageviewAsync("nowhere.example, www.a.example,blocked.example,");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("3", Header(answer, "x-plausible-dropped"));
        Assert.Equal("not_found,block,not_found", Header(answer, "x-ingest-drop-reason"));
        Assert.Single(web.Cluster.Recorded);
        Assert.Equal(
            [(DropReason.NotFound, null, "nowhere.example"), (DropReason.Block, web.Cluster.Site("blocked.example").Settings!.Id, "blocked.example"), (DropReason.NotFound, null, "")],
            web.Drops);
    }

    [Fact]
    public async Task Beyond_the_limit_of_its_window_a_site_throttles_and_nothing_else_does()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("example.com", site => site with { IngestRateLimitThreshold = 2, IngestRateLimitScaleSeconds = 86_400 });
        var answers = new List<string?>();
        for (var i = 0; i < 4; i++) answers.Add(Header(await web.PageviewAsync("example.com"), "x-ingest-drop-reason"));
        Assert.Equal([null, null, "throttle", "throttle"], answers);
        Assert.Equal(2, web.Cluster.Recorded.Count);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_in_a_header_do_not_cost_the_event()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("example.com");
        using var client = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1 }) { BaseAddress = web.Http.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/event") { Content = new StringContent("""{"n":"pageview","u":"https://example.com/"}""") };
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (Linux; Android 9; Café) Chrome/70.0");
        request.Headers.TryAddWithoutValidation("Cookie", "name=Zoë");
        using var answer = await client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("Chrome", Assert.Single(web.Cluster.Recorded).Event.Event.Visit.Browser);
    }

    [Fact]
    public async Task A_drop_of_the_session_is_answered_and_counted()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("example.com");
        web.Cluster.Answer = (_, _) => new(RecordOutcome.Dropped(DropReason.NoSessionForEngagement));
        var answer = await web.PageviewAsync("example.com");
        Assert.Equal("no_session_for_engagement", Header(answer, "x-ingest-drop-reason"));
        Assert.Equal(DropReason.NoSessionForEngagement, Assert.Single(web.Drops).Reason);
    }

    [Fact]
    public async Task Spam_referrers_drop_every_domain_before_any_look_up()
    {
        await using var web = await WebHost.StartAsync();
        var answer = await web.PostAsync("""{"n":"pageview","u":"https://a.example/","d":"a.example,b.example","r":"https://spam.example/x"}""");
        Assert.Equal("spam_referrer,spam_referrer", Header(answer, "x-ingest-drop-reason"));
        Assert.Empty(web.Cluster.Sites);
    }

    [Fact]
    public async Task An_unusable_request_gets_all_its_errors_as_json()
    {
        await using var web = await WebHost.StartAsync();
        var answer = await web.PostAsync("{}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("\"url\":[\"is required\"]", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("*", Header(answer, "access-control-allow-origin"));
    }

    [Theory]
    [InlineData(true, 999_000, HttpStatusCode.Accepted)]
    [InlineData(false, 999_000, HttpStatusCode.Accepted)]
    [InlineData(true, 1_000_001, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(false, 1_000_001, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(false, 3_000_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Bodies_are_read_up_to_a_million_bytes_chunked_or_not(bool chunked, int bytes, HttpStatusCode expected)
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("example.com");
        const string Start = """{"n":"pageview","u":"https://example.com/","d":"example.com","x":" """;
        var body = Start + new string('x', bytes - Start.Length - 2) + "\"}";
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/event") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Headers.TransferEncodingChunked = chunked;
        var answer = await web.Http.SendAsync(request, Cancellation);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_preflight_is_answered_204_for_any_origin()
    {
        await using var web = await WebHost.StartAsync();
        var answer = await web.Http.SendAsync(new(HttpMethod.Options, "/api/event"), Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("*", Header(answer, "access-control-allow-origin"));
        Assert.Contains("POST", Header(answer, "access-control-allow-methods"));
        Assert.Contains("Content-Type", Header(answer, "access-control-allow-headers"));
    }

    [Fact]
    public async Task What_cannot_be_made_durable_within_the_budget_is_answered_503()
    {
        await using var web = await WebHost.StartAsync(null, null, ("Ingest:RetryBudget", "00:00:01"), ("Ingest:AttemptTimeout", "00:00:00.050"));
        web.Cluster.AddSite("a.example");
        web.Cluster.AddSite("b.example");
        var bad = web.Cluster.Site("a.example").Settings!.Id;
        web.Cluster.Answer = (key, _) => new(key.SiteId == bad ? RecordOutcome.Unavailable : RecordOutcome.Stored);
        var answer = await web.PageviewAsync("a.example,b.example");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("1", Header(answer, "retry-after"));
        Assert.Contains(web.Cluster.Recorded, one => one.Key.SiteId != bad);
        Assert.True(web.Cluster.Recorded.Count(one => one.Key.SiteId == bad) >= 2, "tried again");
        Assert.Single(web.Cluster.Recorded.Where(one => one.Key.SiteId == bad).Select(one => one.Event).Distinct());
    }

    [Fact]
    public async Task More_waiting_requests_than_allowed_are_answered_503_at_once()
    {
        await using var web = await WebHost.StartAsync(null, null, ("Ingest:MaxWaitingRequests", "1"));
        web.Cluster.AddSite("example.com");
        var release = new TaskCompletionSource<RecordOutcome>();
        var arrived = new TaskCompletionSource();
        web.Cluster.Answer = (_, _) =>
        {
            arrived.TrySetResult();
            return new(release.Task);
        };
        var first = web.PageviewAsync("example.com");
        await arrived.Task;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await web.PageviewAsync("example.com")).StatusCode);
        release.SetResult(RecordOutcome.Stored);
        Assert.Equal(HttpStatusCode.Accepted, (await first).StatusCode);
    }

    internal static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join('|', values) : null;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
