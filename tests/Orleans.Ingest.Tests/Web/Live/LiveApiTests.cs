using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.Contracts.Live;
using Orleans.Ingest.Tests.Web.Fakes;
using Orleans.Ingest.Web.Live;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Live;

public sealed class LiveApiTests
{
    [Fact]
    public async Task What_arrives_is_told_to_an_open_console()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        using var console = await LiveConsole.OpenAsync(web);
        await console.UntilAsync("beat", message => (bool)message["reached"]!);

        await web.PageviewAsync("a.example,typo.example");
        await web.PostAsync("{}");

        var found = new List<(string, string)>();
        await console.UntilAsync("report", message =>
        {
            foreach (var count in message["counts"]!.AsArray()) found.Add(((string)count![0]!, (string)count[1]!));
            return found.Count == 3;
        });
        Assert.Equal([("(no site)", "not_found"), ("(no site)", "refused"), ("a.example", "stored")], found.Order());
    }

    [Fact]
    public async Task While_nobody_looks_nothing_is_published_and_when_the_last_console_closes_no_more()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        await web.PageviewAsync("a.example");
        Assert.Empty(web.Cluster.Live.Published);

        using (var console = await LiveConsole.OpenAsync(web))
        {
            await console.UntilAsync("beat", _ => true);
            Assert.Equal(1, web.Cluster.Live.Watchers);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (web.Cluster.Live.Watchers > 0) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        Assert.Equal(0, web.Cluster.Live.Watchers);
    }

    [Fact]
    public async Task Whatever_arrives_while_nobody_looks_nothing_is_gathered_or_published_and_a_front_end_asks_once_a_second()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var web = await WebHost.StartAsync(time);
        web.Cluster.AddSite("a.example");
        var (published, seconds) = (web.Cluster.Live.Published, 0);
        for (var round = 0; round < 5; round++)
        {
            var asked = web.Cluster.Live.Asked;
            foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => web.PageviewAsync("a.example,typo.example")))) answer.Dispose();
            await AdvanceUntilAsync(time, WatchLease.Renewal, () => web.Cluster.Live.Asked > asked, () => seconds++);
        }

        Assert.Equal(200, web.Cluster.Recorded.Count);
        Assert.Empty(published);
        Assert.InRange(web.Cluster.Live.Asked, 5, seconds + 1);

        // Somebody looks: what comes from now on is published, and what came before is not there.
        web.Services.GetRequiredService<LiveFeed>().WatchFor(WatchLease.Duration);
        (await web.PageviewAsync("a.example")).Dispose();
        await AdvanceUntilAsync(time, LivePublisher.Interval, () => !published.IsEmpty);
        Assert.Equal(("a.example", 1), Assert.Single(Assert.Single(published).Counts) is var count ? (count.Site, count.Count) : default);
    }

    [Fact]
    public async Task Only_so_many_consoles_are_open_at_a_time()
    {
        await using var web = await WebHost.StartAsync();
        var hub = web.Services.GetRequiredService<LiveHub>();
        var open = Enumerable.Range(0, LiveHub.MaxWatchers).Select(_ => hub.Enter()!).ToList();
        Assert.Null(hub.Enter());
        open[0].Dispose();
        using var next = hub.Enter();
        Assert.NotNull(next);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await web.ApiAsync(HttpMethod.Get, "/api/v1/live")).Status);
        foreach (var one in open) one.Dispose();
    }

    [Fact]
    public async Task A_console_ends_soon_after_its_key_was_revoked()
    {
        await using var web = await WebHost.StartAsync();
        var made = JsonNode.Parse((await web.ApiAsync(HttpMethod.Post, "/api/v1/keys", """{"name":"x"}""")).Text)!;
        using var console = await LiveConsole.OpenAsync(web, (string)made["key"]!);
        await console.UntilAsync("beat", _ => true);
        await web.ApiAsync(HttpMethod.Delete, $"/api/v1/keys/{(long)made["id"]!}");
        Assert.True(await console.EndsAsync());
    }

    /// <summary>Lets time go on, step by step, until something has happened: what waits for it may begin to wait a little later.</summary>
    private static async Task AdvanceUntilAsync(FakeTimeProvider time, TimeSpan step, Func<bool> happened, Action? told = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!happened())
        {
            time.Advance(step);
            told?.Invoke();
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    [Fact]
    public void A_line_break_in_an_event_does_not_end_its_message()
    {
        var report = new LiveReport { Source = "x", At = DateTime.UnixEpoch, Events = [new LiveEvent { At = DateTime.UnixEpoch, Outcome = "bot", Site = "a\n\nevent: beat", Name = "</script>" }] };
        var text = System.Text.Encoding.UTF8.GetString(LiveMessages.Of(report).Span);
        Assert.Equal(4, text.Split('\n').Length);
        Assert.EndsWith("\n\n", text, StringComparison.Ordinal);
    }
}
