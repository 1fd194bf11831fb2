using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.Tests.Pipeline.Builders;
using Orleans.Ingest.Tests.Web.Fakes;
using Orleans.Ingest.Web;
using Orleans.Ingest.Web.Events;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Events;

/// <summary>Client hints from a request's headers to the event of a site that reads them.</summary>
public sealed class ClientHintsTests
{
    private const string Agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";

    private static readonly (string Name, string Value)[] _brave11 =
    [
        ("User-Agent", Agent), ("Sec-CH-UA", "\"Chromium\";v=\"130\", \"Brave\";v=\"130\", \"Not?A_Brand\";v=\"99\""), ("Sec-CH-UA-Mobile", "?0"), ("Sec-CH-UA-Platform", "\"Windows\""),
        ("Sec-CH-UA-Platform-Version", "\"15.0.0\""),
    ];

    [Fact]
    public async Task Each_site_of_a_request_reads_them_or_not_and_the_visitor_stays_the_same()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("reads.example", site => site with { ClientHints = true });
        web.Cluster.AddSite("plain.example");
        await web.PageviewAsync("plain.example,reads.example,plain.example", _brave11);
        await web.PageviewAsync("reads.example", ("User-Agent", Agent));

        var events = web.Cluster.Recorded.Select(recorded => recorded.Event.Event).ToArray();
        Assert.Equal(["Chrome 10", "Brave 11", "Chrome 10", "Chrome 10"], events.Select(e => $"{e.Visit.Browser} {e.Visit.OperatingSystemVersion}"));
        Assert.Equal(events[3].UserId, events[1].UserId);
        Assert.Equal(events[0].Visit with { Browser = "Brave", OperatingSystemVersion = "11" }, events[1].Visit);
    }

    [Fact]
    public async Task The_setting_is_taken_over_like_the_others()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        Assert.Contains("\"client_hints\":true", (await web.ApiAsync(HttpMethod.Put, "/api/v1/sites/a.example", """{"client_hints":true}""")).Text, StringComparison.Ordinal);
        await web.PageviewAsync("a.example", _brave11);
        Assert.Equal("Brave", Assert.Single(web.Cluster.Recorded).Event.Event.Visit.Browser);
    }

    [Fact]
    public async Task An_event_of_the_bulk_endpoint_has_none()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("reads.example", site => site with { ClientHints = true });
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/events") { Content = new StringContent($$"""[{"n":"pageview","u":"https://reads.example/","d":"reads.example","user_agent":"{{Agent}}"}]""") };
        foreach (var (name, value) in _brave11) request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.Authorization = new("Bearer", WebHost.Key);
        (await web.Http.SendAsync(request, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        Assert.Equal("Chrome", Assert.Single(web.Cluster.Recorded).Event.Event.Visit.Browser);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_check_says_what_they_change_or_would(bool areRead)
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example", site => site with { ClientHints = areRead });
        var decision = await CheckAsync(web, """{"n":"pageview","u":"https://a.example/","d":"a.example"}""");
        Assert.Equal(
            "{\"read\":" + (areRead ? "true" : "false") + ",\"changes\":{\"operating_system_version\":{\"from\":\"10\",\"to\":\"11\"},\"browser\":{\"from\":\"Chrome\",\"to\":\"Brave\"}}}",
            decision.GetProperty("client_hints").GetRawText());
        Assert.Equal(areRead ? "Brave" : "Chrome", decision.GetProperty("event").GetProperty("browser").GetString());
    }

    [Fact]
    public async Task A_check_of_another_user_agent_does_not_look_at_its_senders_hints()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example", site => site with { ClientHints = true });
        var decision = await CheckAsync(web, $$"""{"n":"pageview","u":"https://a.example/","d":"a.example","user_agent":"{{Agent}}"}""");
        Assert.False(decision.TryGetProperty("client_hints", out _));
        Assert.Equal("Chrome", decision.GetProperty("event").GetProperty("browser").GetString());
    }

    [Fact]
    public async Task A_site_that_does_not_read_them_pays_nothing_for_them()
    {
        await using var web = await WebHost.StartAsync(new FakeTimeProvider(new DateTimeOffset(Parsing.Now)));
        web.Cluster.AddSite("reads.example", site => site with { ClientHints = true });
        web.Cluster.AddSite("plain.example");
        var headers = new HeaderDictionary();
        foreach (var (name, value) in _brave11) headers[name] = value;
        var none = new HeaderDictionary();
        foreach (var site in (string[])["plain.example", "reads.example"]) await BytesAsync(web, site, headers);

        Assert.Equal(await BytesAsync(web, "plain.example", none), await BytesAsync(web, "plain.example", headers));
        Assert.NotEqual(await BytesAsync(web, "reads.example", none), await BytesAsync(web, "reads.example", headers));
    }

    /// <summary>Bytes that the decision allocates over an event of the site, when all that is kept of sites and agents is there.</summary>
    private static async Task<long> BytesAsync(WebHost web, string site, IHeaderDictionary headers)
    {
        var (decisions, started) = (web.Services.GetRequiredService<EventDecisions>(), web.Services.GetRequiredService<RetryBudget>().Start());
        var request = Pipelines.Request(("d", site));
        await decisions.DecideAsync(request, site, Parsing.Now, started);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var deciding = decisions.DecideAsync(request, site, Parsing.Now, started, headers);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(deciding.IsCompletedSuccessfully);
        Assert.NotNull((await deciding).Event);
        return bytes;
    }

    private static async Task<JsonElement> CheckAsync(WebHost web, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/check") { Content = new StringContent(body) };
        foreach (var (name, value) in _brave11) request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.Authorization = new("Bearer", WebHost.Key);
        using var answer = await web.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("decisions")[0];
    }
}
