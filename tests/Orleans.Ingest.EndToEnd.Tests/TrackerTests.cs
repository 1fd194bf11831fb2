using Orleans.Ingest.EndToEnd.Tests.Drivers;
using Xunit;
using static Orleans.Ingest.EndToEnd.Tests.Drivers.ServiceAndBrowser;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>The official tracker in a real browser, from one script tag to rows in ClickHouse.</summary>
public sealed class TrackerTests(ServiceAndBrowser setup) : IClassFixture<ServiceAndBrowser>
{
    [Fact]
    public async Task A_page_with_the_script_tag_yields_a_pageview_a_custom_event_and_an_engagement_in_one_session()
    {
        var site = await setup.NewSiteAsync();
        await using var pages = await PageServer.StartAsync($$$"""
            <!doctype html><title>Hello</title>
            <script defer data-domain="{{{site.Domain}}}" src="{{{setup.Url}}}/js/script.local.js"></script>
            <button onclick="plausible('Signup', {props: {plan: 'pro', seats: 3}})">Sign up</button>
            <div style="height: 3000px"></div>
            """);
        var page = await setup.NewPageAsync();
        await SendsAsync(page, "pageview", () => page.GotoAsync($"{pages.Address}pricing?utm_source=newsletter"));
        await SendsAsync(page, "Signup", () => page.ClickAsync("button"));
        // Engagement is what is sent when the page is left.
        await page.EvaluateAsync("new Promise(done => { addEventListener('scroll', done, { once: true }); scrollTo(0, 2000) })");
        await page.GotoAsync("about:blank");

        await site.HasAllEventsAsync("name, hostname", "Signup\tlocalhost", "engagement\tlocalhost", "pageview\tlocalhost");
        await site.HasEventsAsync("name, arraySort(arrayZip(meta.key, meta.value))", "Signup\t[('plan','pro'),('seats','3')]", "pageview\t[]");
        await site.HasEngagementsAsync("engagement_time > 0, scroll_depth > 50 AND scroll_depth <= 100", "1\t1");
        await site.HasSessionsAsync(
            "entry_page, events, pageviews, is_bounce, utm_source, browser, operating_system, screen_size",
            "/pricing\t2\t1\t0\tnewsletter\tChrome\tGNU/Linux\tDesktop");
    }

    [Fact]
    public async Task A_headless_browser_that_says_so_is_dropped_as_a_bot()
    {
        var site = await setup.NewSiteAsync();
        await using var pages = await PageServer.StartAsync($"""<script defer data-domain="{site.Domain}" src="{setup.Url}/js/script.local.js"></script>""");
        await using var browser = await Browser.StartAsync("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36");
        var page = await browser.NewPageAsync();
        var answer = await page.RunAndWaitForResponseAsync(() => page.GotoAsync(pages.Address.ToString()), response => response.Url.EndsWith("/api/event", StringComparison.Ordinal));
        Assert.Equal(202, answer.Status);
        Assert.Equal("bot", await answer.HeaderValueAsync("x-ingest-drop-reason"));
    }
}
