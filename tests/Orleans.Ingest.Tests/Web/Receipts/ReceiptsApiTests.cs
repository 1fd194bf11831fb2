using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orleans.Ingest.Contracts.Receipts;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Tests.Web.Fakes;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Receipts;

public sealed partial class ReceiptsApiTests
{
    [Fact]
    public async Task Every_domain_of_a_202_has_a_receipt_in_the_order_of_the_domains()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        web.Cluster.Answer = (_, _) => new(RecordOutcome.StoredAt(512));
        var receipts = await ReceiptsAsync(web, "a.example,nowhere.example");
        Assert.Equal(2, receipts.Length);
        Assert.Equal(("pending", null, "512", 1), Told(await FindAsync(web, receipts[0])));
        Assert.Equal(("dropped", "not_found", null, 0), Told(await FindAsync(web, receipts[1])));
        Assert.Equal([512UL], web.Cluster.Receipts.Asked);
    }

    public static TheoryData<string, string> Statuses => new()
    {
        { nameof(ReceiptStatus.Pending), "pending" }, { nameof(ReceiptStatus.Stored), "stored" }, { nameof(ReceiptStatus.DeadLetter), "dead-letter" }, { nameof(ReceiptStatus.Missing), "missing" },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task What_is_found_is_told(string found, string told)
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        web.Cluster.Answer = (_, _) => new(RecordOutcome.StoredAt(512));
        web.Cluster.Receipts.Finding = new(Enum.Parse<ReceiptStatus>(found), "why", "more");
        var answer = await FindAsync(web, Assert.Single(await ReceiptsAsync(web, "a.example")));
        Assert.Equal((told, "why", "more"), ((string?)answer["status"], (string?)answer["reason"], (string?)answer["detail"]));
    }

    [Fact]
    public async Task A_repeat_whose_position_nobody_remembers_is_found_by_its_time()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        await FindAsync(web, Assert.Single(await ReceiptsAsync(web, "a.example")));
        Assert.IsType<DateTime>(Assert.Single(web.Cluster.Receipts.Asked));
    }

    [Fact]
    public async Task A_drop_by_the_session_and_one_of_the_whole_request_have_receipts_too()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        web.Cluster.Answer = (_, _) => new(RecordOutcome.Dropped(DropReason.NoSessionForEngagement));
        Assert.Equal("no_session_for_engagement", (string?)(await FindAsync(web, Assert.Single(await ReceiptsAsync(web, "a.example"))))["reason"]);
        using var spam = await web.PostAsync("""{"n":"pageview","u":"https://a.example/","d":"a.example,b.example","r":"https://spam.example/x"}""");
        var receipts = spam.Headers.GetValues("x-ingest-receipt").Single().Split(',');
        Assert.Equal(2, receipts.Length);
        Assert.Equal("spam_referrer", (string?)(await FindAsync(web, receipts[1]))["reason"]);
    }

    [Fact]
    public async Task An_event_that_is_refused_or_not_durable_has_no_receipt_and_a_browser_may_read_one()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        using var refused = await web.PostAsync("{}");
        Assert.False(refused.Headers.Contains("x-ingest-receipt"));
        using var accepted = await web.PageviewAsync("a.example");
        Assert.Contains("x-ingest-receipt", accepted.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_event_of_a_bulk_request_has_one_unless_it_is_invalid()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        web.Cluster.Answer = (_, sent) => new(RecordOutcome.StoredAt(sent.Event.Pathname == "/1" ? 256UL : 512UL));
        var body = string.Join('\n', Event("a.example", "/1"), "{}", Event("nowhere.example", "/2"), Event("a.example", "/3", ""","id":"x" """), Event("a.example", "/3", ""","id":"x" """));
        var results = JsonNode.Parse((await web.ApiAsync(HttpMethod.Post, "/api/v1/events", body)).Text)!["results"]!.AsArray();
        Assert.Equal(["accepted", "invalid", "dropped", "accepted", "duplicate"], results.Select(result => (string?)result!["status"]));
        Assert.Equal([true, false, true, true, true], results.Select(result => result!["receipt"] is not null));
        foreach (var result in results.Where(result => result!["receipt"] is not null)) await FindAsync(web, (string)result!["receipt"]!);
        Assert.Equal([256UL, 512UL], web.Cluster.Receipts.Asked.OfType<ulong>());
        Assert.Single(web.Cluster.Receipts.Asked.OfType<DateTime>());
    }

    [Fact]
    public async Task A_key_of_one_site_is_told_of_that_sites_events_and_nobody_without_a_key_of_any()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        web.Cluster.AddSite("b.example");
        var key = (string)JsonNode.Parse((await web.ApiAsync(HttpMethod.Post, "/api/v1/keys", """{"name":"a","site":"a.example"}""")).Text)!["key"]!;
        var receipts = await ReceiptsAsync(web, "a.example,b.example,nowhere.example");
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden],
            await Task.WhenAll(receipts.Select(async receipt => (await web.ApiAsync(HttpMethod.Get, $"/api/v1/receipts/{receipt}", key: key)).Status)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await web.ApiAsync(HttpMethod.Get, $"/api/v1/receipts/{receipts[0]}", key: null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await web.ApiAsync(HttpMethod.Get, "/api/v1/receipts/AAAAAAAAAAAAAAAAAAAAAAAA")).Status);
    }

    /// <summary>An answer of the bulk endpoint with its receipts left out.</summary>
    internal static string WithoutReceipts(string answer) => Text().Replace(answer, "…");

    [GeneratedRegex("(?<=[\",])[A-Za-z0-9_-]{20,48}(?=[\",])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Text();

    private static string Event(string domain, string path, string more = "") => $$"""{"n":"pageview","u":"https://{{domain}}{{path}}","d":"{{domain}}"{{more}}}""";

    private static (string? Status, string? Reason, string? Position, int Site) Told(JsonNode answer) =>
        ((string?)answer["status"], (string?)answer["reason"], (string?)answer["ingest_position"], (int)answer["site_id"]!);

    private static async Task<string[]> ReceiptsAsync(WebHost web, string domains)
    {
        using var answer = await web.PageviewAsync(domains);
        return answer.Headers.GetValues("x-ingest-receipt").Single().Split(',');
    }

    private static async Task<JsonNode> FindAsync(WebHost web, string receipt)
    {
        var (status, text) = await web.ApiAsync(HttpMethod.Get, $"/api/v1/receipts/{receipt}");
        Assert.True(status == HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }
}
