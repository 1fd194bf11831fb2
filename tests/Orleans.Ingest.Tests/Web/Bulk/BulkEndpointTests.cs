using System.Globalization;
using System.Net;
using System.Text.Json;
using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Tests.Web.Fakes;
using Orleans.Ingest.Tests.Web.Receipts;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Bulk;

public sealed class BulkEndpointTests : IAsyncLifetime
{
    private static readonly AfternoonTime _time = new();
    private WebHost _web = null!;

    public async ValueTask InitializeAsync()
    {
        _web = await WebHost.StartAsync(_time, null, ("Ingest:RetryBudget", "00:00:00.5"));
        _web.Cluster.AddSite("example.com");
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    [Fact]
    public async Task Without_the_key_nothing_is_read()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await _web.ApiAsync(HttpMethod.Post, "/api/v1/events", "[]", key: null)).Status);
        Assert.Empty(_web.Cluster.Recorded);
    }

    [Theory]
    [InlineData("[", ",", "]")]
    [InlineData("", "\n", "\n")]
    [InlineData(" \r\n", "\r\n\r\n", "")]
    public async Task An_array_and_lines_are_read_alike(string begin, string between, string end)
    {
        var body = begin + string.Join(between, Event("/a"), Event("/b"), """{"n":"pageview"}""", Event("/c", domain: "nowhere.example")) + end;
        Assert.Equal(
            ["accepted", "accepted", "invalid", "dropped"],
            await PostAsync(body));
        Assert.Equal(["/a", "/b"], _web.Cluster.Recorded.Select(recorded => recorded.Event.Event.Pathname));
    }

    [Theory]
    [InlineData("[{},")]
    [InlineData("[{}] x")]
    [InlineData("[}")]
    public async Task What_begins_as_an_array_and_is_none_is_refused_as_a_whole(string body)
    {
        var (status, text) = await _web.ApiAsync(HttpMethod.Post, "/api/v1/events", body);
        Assert.Equal((HttpStatusCode.BadRequest, """{"errors":{"request":["Unable to parse request body as json"]}}"""), (status, text));
    }

    [Fact]
    public async Task Why_an_event_is_invalid_or_dropped_stands_beside_it()
    {
        var (_, text) = await _web.ApiAsync(HttpMethod.Post, "/api/v1/events", $"[{Event("/a", more: "\"ip\":\"nonsense\"")},7,{Event("/a", domain: "nowhere.example")}]");
        Assert.Equal(
            """{"results":[{"status":"invalid","errors":{"ip":["must be an IP address"]}},{"status":"invalid","errors":{"request":["Unable to parse request body as json"]}},{"status":"dropped","reason":"not_found","receipt":"…"}]}""",
            ReceiptsApiTests.WithoutReceipts(text));
        Assert.Equal(DropReason.NotFound, Assert.Single(_web.Drops).Reason);
    }

    [Fact]
    public async Task What_comes_after_an_event_that_is_not_durable_is_not_judged_without_it()
    {
        _web.Cluster.Answer = (_, sent) => new(
            sent.Event.Pathname == "/visit" || _web.Cluster.Recorded.Count == 2 ? RecordOutcome.Unavailable : RecordOutcome.Dropped(DropReason.NoSessionForEngagement));
        var (status, _) = await _web.ApiAsync(HttpMethod.Post, "/api/v1/events", string.Join('\n', Event("/visit", minutesAgo: 2), Event("/engaged", minutesAgo: 1)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Single(_web.Cluster.Recorded, recorded => recorded.Event.Event.Pathname == "/engaged");
        Assert.Empty(_web.Drops);
    }

    [Fact]
    public async Task Nothing_of_today_is_judged_when_something_of_yesterday_is_not_durable()
    {
        _web.Cluster.Answer = (_, sent) => new(sent.Event.Pathname == "/before" ? RecordOutcome.Unavailable : RecordOutcome.Stored);
        var (status, _) = await _web.ApiAsync(HttpMethod.Post, "/api/v1/events", string.Join('\n', Event("/after", minutesAgo: 1), Event("/before", minutesAgo: 13 * 60)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.DoesNotContain(_web.Cluster.Recorded, recorded => recorded.Event.Event.Pathname == "/after");
    }

    [Fact]
    public async Task What_comes_after_an_event_whose_id_is_not_settled_waits_with_it()
    {
        var id = ClientId.Of(_web.Cluster.Site("example.com").Settings!.Id, "visit");
        _web.Cluster.ClientIds.Known[id] = new(ClientIdStatus.Undecided, new() { ClientId = id, EventId = default, UserId = 0, PreviousUserId = 0, Born = default });
        var body = string.Join('\n', Event("/visit", minutesAgo: 2, more: "\"id\":\"visit\""), Event("/engaged", minutesAgo: 1), Event("/before", minutesAgo: 3), Event("/other", address: "192.0.2.8"));
        var (_, text) = await _web.ApiAsync(HttpMethod.Post, "/api/v1/events", body);
        Assert.Equal(["unavailable", "unavailable", "accepted", "accepted"], Statuses(text));
        Assert.Equal(["/before", "/other"], _web.Cluster.Recorded.Select(recorded => recorded.Event.Event.Pathname).Order());
    }

    [Fact]
    public async Task Events_of_two_days_are_sent_a_day_after_the_other()
    {
        // The visitor's id of the second day is another one, whose grain asks that of the first.
        var release = new TaskCompletionSource();
        var held = new TaskCompletionSource();
        _web.Cluster.Answer = async (_, sent) =>
        {
            if (sent.Event.Pathname != "/before") return RecordOutcome.Stored;
            held.SetResult();
            await release.Task;
            return RecordOutcome.Stored;
        };
        var sending = PostAsync(string.Join('\n', Event("/after", minutesAgo: 1), Event("/before", minutesAgo: 13 * 60)));
        await held.Task;
        Assert.Equal(["/before"], _web.Cluster.Recorded.Select(recorded => recorded.Event.Event.Pathname));
        release.SetResult();
        Assert.Equal(["accepted", "accepted"], await sending);
        Assert.Equal(["/before", "/after"], _web.Cluster.Recorded.Select(recorded => recorded.Event.Event.Pathname));
    }

    [Fact]
    public async Task A_visitor_gets_one_call_and_its_events_in_the_order_of_their_times()
    {
        var minutes = new[] { 5, 1, 9, 3 };
        var body = string.Join('\n', minutes.SelectMany(minute => new[] { Event($"/{minute}", minute, address: "192.0.2.1"), Event($"/{minute}", minute, address: "192.0.2.2") }));
        Assert.All(await PostAsync(body), status => Assert.Equal("accepted", status));
        Assert.Equal([4, 4], _web.Cluster.Calls.Select(call => call.Events));
        Assert.All(
            _web.Cluster.Recorded.GroupBy(recorded => recorded.Key),
            visitor => Assert.Equal(["/9", "/5", "/3", "/1"], visitor.Select(recorded => recorded.Event.Event.Pathname)));
    }

    [Fact]
    public async Task Calls_of_one_visitor_are_of_a_bounded_size_and_each_is_born_after_the_one_before()
    {
        await PostAsync(string.Join('\n', Enumerable.Range(0, 100).Select(i => Event($"/{i}", 100 - i))));
        Assert.Equal([32, 32, 32, 4], _web.Cluster.Calls.Select(call => call.Events));
        var births = _web.Cluster.Recorded.Select(recorded => recorded.Event.Born).ToArray();
        Assert.Equal(births.Order(), births);
        Assert.Equal(4, births.Distinct().Count());
    }

    [Fact]
    public async Task An_id_is_stored_once_in_a_request_and_over_requests()
    {
        var body = string.Join('\n', Event("/a", more: "\"id\":\"x\""), Event("/b", more: "\"id\":\"x\""), Event("/c"));
        Assert.Equal(["accepted", "duplicate", "accepted"], await PostAsync(body));
        Assert.Equal(["duplicate", "duplicate", "accepted"], await PostAsync(body));
        Assert.Equal(["/a", "/c", "/c"], _web.Cluster.Recorded.Select(recorded => recorded.Event.Event.Pathname).Order());
    }

    [Fact]
    public async Task An_id_that_was_seen_before_goes_on_its_way_under_the_names_of_then()
    {
        var earlier = new ClientIdClaim { ClientId = ClientId.Of(1, "x"), EventId = new(77, 0), UserId = 11, PreviousUserId = 12, Born = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc) };
        _web.Cluster.ClientIds.Known[earlier.ClientId] = new(ClientIdStatus.Proceed, earlier);
        Assert.Equal(["accepted"], await PostAsync(Event("/a", more: "\"id\":\"x\"")));
        var (key, sent) = Assert.Single(_web.Cluster.Recorded);
        Assert.Equal((11UL, 11UL, 12UL, earlier.EventId, earlier.Born), (key.UserId, sent.Event.UserId, sent.PreviousUserId, sent.Id, sent.Born));
    }

    [Fact]
    public async Task What_can_t_be_decided_or_made_durable_makes_the_answer_a_503_with_the_results_so_far()
    {
        var undecided = new ClientIdClaim { ClientId = ClientId.Of(1, "x"), EventId = new(77, 0), UserId = 11, PreviousUserId = 12, Born = DateTime.UnixEpoch };
        _web.Cluster.ClientIds.Known[undecided.ClientId] = new(ClientIdStatus.Undecided, undecided);
        _web.Cluster.Answer = (_, sent) => new(sent.Event.Pathname == "/lost" ? RecordOutcome.Unavailable : RecordOutcome.Stored);
        var (status, text) = await _web.ApiAsync(
            HttpMethod.Post, "/api/v1/events", string.Join('\n', Event("/a"), Event("/b", more: "\"id\":\"x\""), Event("/lost", address: "192.0.2.99"), """{}"""));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        var statuses = Statuses(text);
        Assert.Equal(["unavailable", "unavailable", "invalid"], statuses[1..]);
    }

    [Fact]
    public async Task Events_that_cannot_be_judged_are_born_anew_with_one_more_call()
    {
        DateTime? forgotten = null;
        _web.Cluster.Answer = (_, sent) => new(sent.Born <= (forgotten ??= sent.Born) ? new RecordOutcome(RecordStatus.CannotJudge) : RecordOutcome.Stored);
        Assert.Equal(["accepted", "accepted"], await PostAsync(string.Join('\n', Event("/a"), Event("/b", more: "\"id\":\"x\""))));
        Assert.Equal([2, 2], _web.Cluster.Calls.Select(call => call.Events));
    }

    [Fact]
    public async Task When_ids_cannot_be_kept_no_event_with_one_is_sent()
    {
        _web.Cluster.ClientIds.Failure = new TimeoutException();
        var (status, text) = await _web.ApiAsync(HttpMethod.Post, "/api/v1/events", string.Join('\n', Event("/a"), Event("/b", more: "\"id\":\"x\"")));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(["accepted", "unavailable"], Statuses(text));
        Assert.Equal("/a", Assert.Single(_web.Cluster.Recorded).Event.Event.Pathname);
    }

    [Fact]
    public async Task An_event_of_several_domains_has_one_result()
    {
        _web.Cluster.AddSite("other.example");
        var (_, text) = await _web.ApiAsync(HttpMethod.Post, "/api/v1/events", Event("/a", domain: "example.com,nowhere.example,other.example"));
        Assert.Equal("""{"results":[{"status":"accepted","reason":"not_found","receipt":"…,…,…"}]}""", ReceiptsApiTests.WithoutReceipts(text));
        Assert.Equal(2, _web.Cluster.Recorded.Count);
    }

    [Fact]
    public async Task Old_events_pass_as_an_import_only()
    {
        var old = Event("/a", minutesAgo: 60 * 24 * 400);
        Assert.Equal(["invalid"], await PostAsync(old));
        Assert.Equal(["accepted"], await PostAsync(old, "?backdate=true"));
    }

    [Fact]
    public async Task More_than_ten_thousand_events_are_refused()
    {
        var (status, text) = await _web.ApiAsync(HttpMethod.Post, "/api/v1/events", string.Join('\n', Enumerable.Repeat("{}", 10_001)));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, """{"errors":{"request":["should be at most 10000 events"]}}"""), (status, text));
    }

    private static string Event(string path, double minutesAgo = 1, string domain = "example.com", string? address = null, string? more = null) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"n":"pageview","u":"https://example.com{{path}}","d":"{{domain}}","timestamp":"{{_time.GetUtcNow().UtcDateTime.AddMinutes(-minutesAgo):O}}","ip":"{{address ?? "192.0.2.7"}}"{{(more is null ? "" : "," + more)}}}""");

    private async Task<string[]> PostAsync(string body, string query = "")
    {
        var (status, text) = await _web.ApiAsync(HttpMethod.Post, "/api/v1/events" + query, body);
        Assert.Equal(HttpStatusCode.OK, status);
        return Statuses(text);
    }

    private static string[] Statuses(string text)
    {
        using var json = JsonDocument.Parse(text);
        return [.. json.RootElement.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("status").GetString()!)];
    }
}
