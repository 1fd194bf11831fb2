using Orleans.Ingest.EndToEnd.Tests.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>The official tracker in a real browser, from one script tag to rows in ClickHouse.</summary>
public sealed class TrackerTests
{
    [Fact]
    public async Task A_page_with_the_script_tag_yields_a_pageview_a_custom_event_and_an_engagement_in_one_session()
    {
        await using var service = await ServiceProcess.StartAsync();
        await using var site = await PageServer.StartAsync($$$"""
            <!doctype html><title>Hello</title>
            <script defer data-domain="localhost" src="{{{service.Url}}}js/script.local.js"></script>
            <button onclick="plausible('Signup', {props: {plan: 'pro', seats: 3}})">Sign up</button>
            <div style="height: 3000px"></div>
            """);
        await using var browser = await Browser.StartAsync();
        var page = await browser.NewPageAsync();

        await page.RunAndWaitForResponseAsync(() => page.GotoAsync($"{site.Address}pricing?utm_source=newsletter"), answer => answer.Url.EndsWith("/api/event", StringComparison.Ordinal));
        await page.RunAndWaitForResponseAsync(() => page.ClickAsync("button"), answer => answer.Url.EndsWith("/api/event", StringComparison.Ordinal));
        // Engagement is what is sent when the page is left; under three seconds and without a scroll the tracker sends none.
        await page.EvaluateAsync("window.scrollTo(0, 2000)");
        await page.WaitForTimeoutAsync(3500);
        await page.GotoAsync("about:blank");

        await service.ClickHouse.EventuallyAsync("SELECT name FROM events_v2 ORDER BY name", "Signup", "engagement", "pageview");
        await service.ClickHouse.EventuallyAsync("SELECT uniqExact(session_id), uniqExact(user_id), any(hostname) FROM events_v2", "1\t1\tlocalhost");
        await service.ClickHouse.EventuallyAsync(
            "SELECT arraySort(arrayZip(meta.key, meta.value)) FROM events_v2 WHERE name = 'Signup'", "[('plan','pro'),('seats','3')]");
        await service.ClickHouse.EventuallyAsync("SELECT engagement_time > 0, scroll_depth > 0 AND scroll_depth <= 100 FROM events_v2 WHERE name = 'engagement'", "1\t1");
        await service.ClickHouse.EventuallyAsync(
            "SELECT entry_page, events, pageviews, is_bounce, utm_source, browser, operating_system, screen_size FROM sessions_v2 FINAL",
            "/pricing\t2\t1\t0\tnewsletter\tChrome\tGNU/Linux\tDesktop");
    }

    [Fact]
    public async Task A_headless_browser_that_says_so_is_dropped_as_a_bot()
    {
        await using var service = await ServiceProcess.StartAsync();
        await using var site = await PageServer.StartAsync($"""<script defer data-domain="localhost" src="{service.Url}js/script.local.js"></script>""");
        await using var browser = await Browser.StartAsync("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36");
        var page = await browser.NewPageAsync();
        var answer = await page.RunAndWaitForResponseAsync(() => page.GotoAsync(site.Address.ToString()), response => response.Url.EndsWith("/api/event", StringComparison.Ordinal));
        Assert.Equal(202, answer.Status);
        Assert.Equal("bot", await answer.HeaderValueAsync("x-ingest-drop-reason"));
        await service.ClickHouse.EventuallyAsync("SELECT metric, sum(value) FROM ingest_counters GROUP BY metric", "dropped_bot\t1");
    }
}
