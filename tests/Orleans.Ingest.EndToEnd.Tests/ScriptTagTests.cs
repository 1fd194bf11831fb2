using Orleans.Ingest.EndToEnd.Tests.Drivers;
using Orleans.Ingest.Pipeline.Requests;
using Xunit;
using static Orleans.Ingest.EndToEnd.Tests.Drivers.ServiceAndBrowser;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>The tags that sites have carried for years, in a real browser: the variants of the script, and the queue that waits for it.</summary>
public sealed class ScriptTagTests(ServiceAndBrowser setup) : IClassFixture<ServiceAndBrowser>
{
    private const string Props = "arraySort(arrayZip(meta.key, meta.value))";

    [Fact]
    public async Task A_bare_tag_counts_for_the_name_of_the_page()
    {
        var site = await setup.NewSiteAsync();
        await using var pages = await PageServer.StartAsync($"""<script defer src="{setup.Url}/js/plausible.js"></script>""");
        var page = await setup.NewPageAsync();
        // The tracker counts no automated browser, unless the page says that it is a test.
        await page.AddInitScriptAsync("window.__plausible = true");
        await SendsAsync(page, "pageview", () => page.GotoAsync($"http://www.{site.Domain}:{pages.Address.Port}/a"));
        await site.HasEventsAsync("hostname, pathname", $"{site.Domain}\t/a");
    }

    [Fact]
    public async Task Hash_makes_the_fragment_a_page()
    {
        var site = await setup.NewSiteAsync();
        await using var pages = await PageServer.StartAsync(Tag(site, "script.local.hash.js"));
        var page = await setup.NewPageAsync();
        await SendsAsync(page, "pageview", () => page.GotoAsync($"{pages.Address}app?x=1#/a"));
        await SendsAsync(page, "pageview", () => page.EvaluateAsync("location.hash = '/b%20c'"));
        await site.HasEventsAsync("pathname, name", "/app#/a\tpageview", "/app#/b c\tpageview");
    }

    [Theory]
    [InlineData(false, "script.local.client-hints.js")]
    [InlineData(true, "script.local.js")]
    public async Task A_page_that_delegates_client_hints_has_them_sent_and_the_scripts_answer_alone_does_not(bool delegates, string script)
    {
        var site = await setup.NewSiteAsync();
        // As docs/client-hints.md and the console say it.
        var delegation = string.Join("; ", ClientHints.Wanted.Split(", ").Select(hint => $"{hint.ToLowerInvariant()} {setup.Url}"));
        await using var pages = await PageServer.StartAsync($"""{(delegates ? $"<meta http-equiv=\"Delegate-CH\" content=\"{delegation}\">" : "")}{Tag(site, script)}""");
        var page = await setup.NewPageAsync();
        var sent = await page.RunAndWaitForRequestAsync(() => page.GotoAsync($"{pages.Address}a"), request => request.Url.EndsWith("/api/event", StringComparison.Ordinal));
        var headers = await sent.AllHeadersAsync();
        Assert.Contains("sec-ch-ua-platform", headers.Keys);
        Assert.Equal(delegates, headers.ContainsKey("sec-ch-ua-platform-version"));
        Assert.Equal(delegates, headers.ContainsKey("sec-ch-ua-full-version-list"));
        Assert.Equal(delegates, headers.ContainsKey("sec-ch-ua-model"));
    }

    [Fact]
    public async Task A_single_page_app_sends_a_pageview_and_the_engagement_of_the_page_before_at_each_step()
    {
        var site = await setup.NewSiteAsync();
        await using var pages = await PageServer.StartAsync(Tag(site, "script.local.js"));
        var page = await setup.NewPageAsync();
        await SendsAsync(page, "pageview", () => page.GotoAsync($"{pages.Address}a"));
        await SendsAsync(page, "pageview", () => page.EvaluateAsync("history.pushState({}, '', '/b')"));
        // By the page itself: asked from outside, a browser that has not noted the step yet goes back to where it was before the site.
        await SendsAsync(page, "pageview", () => page.EvaluateAsync("history.back()"));
        await site.HasEventsAsync("pathname, name, tracker_script_version > 0", "/a\tpageview\t1", "/a\tpageview\t1", "/b\tpageview\t1");
        await site.HasEngagementsAsync("pathname, scroll_depth", "/a\t100", "/b\t100");
        await site.HasSessionsAsync("entry_page, exit_page, pageviews, events, is_bounce", "/a\t/a\t3\t3\t0");
    }

    [Fact]
    public async Task Outbound_links_and_file_downloads_are_sent_while_their_page_is_left()
    {
        var site = await setup.NewSiteAsync();
        await using var elsewhere = await PageServer.StartAsync("<title>Elsewhere</title>");
        await using var pages = await PageServer.StartAsync($"""
            {Tag(site, "script.file-downloads.local.outbound-links.js", "add-file-types=\"dat\"")}
            <a id="out" href="{elsewhere.Address}there?q=1">Out</a> <a id="in" href="/in">In</a>
            <a id="pdf" href="/files/report.pdf?x=1">PDF</a> <a id="dat" href="/files/raw.dat">Data</a>
            """);
        foreach (var link in new[] { "out", "pdf", "dat", "in" })
        {
            var page = await setup.NewPageAsync();
            await SendsAsync(page, "pageview", () => page.GotoAsync(pages.Address.ToString()));
            await page.ClickAsync($"#{link}");
        }

        await site.HasEventsAsync(
            $"name, pathname, {Props}",
            $"File Download\t/\t[('url','{pages.Address}files/raw.dat')]",
            $"File Download\t/\t[('url','{pages.Address}files/report.pdf')]",
            $"Outbound Link: Click\t/\t[('url','{elsewhere.Address}there?q=1')]",
            "pageview\t/\t[]", "pageview\t/\t[]", "pageview\t/\t[]", "pageview\t/\t[]",
            "pageview\t/in\t[]");
    }

    [Fact]
    public async Task Manual_sends_what_the_page_says_and_nothing_else()
    {
        var site = await setup.NewSiteAsync();
        await using var pages = await PageServer.StartAsync(Tag(site, "analytics.manual.local.js"));
        var page = await setup.NewPageAsync();
        await page.GotoAsync(pages.Address.ToString());
        await page.EvaluateAsync("history.pushState({}, '', '/step')");
        await SendsAsync(page, "pageview", () => page.EvaluateAsync("plausible('pageview', {u: 'https://shop.example/item?utm_source=mail', props: {kind: 'toy'}})"));
        await site.HasEventsAsync($"hostname, pathname, utm_source, {Props}", "shop.example\t/item\tmail\t[('kind','toy')]");
    }

    [Fact]
    public async Task Pageview_props_are_sent_with_every_event_and_give_way_to_its_own()
    {
        var site = await setup.NewSiteAsync();
        await using var pages = await PageServer.StartAsync(Tag(site, "script.pageview-props.local.js", """event-author="Jane" event-signed_in="false" """));
        var page = await setup.NewPageAsync();
        await SendsAsync(page, "pageview", () => page.GotoAsync(pages.Address.ToString()));
        await SendsAsync(page, "Share", () => page.EvaluateAsync("plausible('Share', {props: {author: 'Joe', count: 2}, interactive: false})"));
        await site.HasEventsAsync(
            $"name, {Props}, interactive",
            "Share\t[('author','Joe'),('count','2'),('signed_in','false')]\t0",
            "pageview\t[('author','Jane'),('signed_in','false')]\t1");
        await site.HasSessionsAsync("is_bounce, arraySort(entry_meta.value)", "1\t['Jane','false']");
    }

    [Fact]
    public async Task Tagged_elements_links_and_forms_send_their_event_with_props_and_revenue()
    {
        var site = await setup.NewSiteAsync(("Purchase", "EUR"));
        await using var pages = await PageServer.StartAsync($"""
            {Tag(site, "script.revenue.tagged-events.local.js")}
            <div class="plausible-event-name=Purchase plausible-event-plan=big+one plausible-revenue-amount=12.50 plausible-revenue-currency=EUR"><b>Buy</b></div>
            <a href="#there" class="plausible-event-name--Jump">Jump</a>
            <form class="plausible-event-name=Send plausible-event-form=contact" onsubmit="event.preventDefault()"><button>Send</button></form>
            """);
        var page = await setup.NewPageAsync();
        await SendsAsync(page, "pageview", () => page.GotoAsync(pages.Address.ToString()));
        await SendsAsync(page, "Purchase", () => page.ClickAsync("b"));
        await SendsAsync(page, "Jump", () => page.ClickAsync("a"));
        await SendsAsync(page, "Send", () => page.ClickAsync("button"));
        await site.HasEventsAsync(
            $"name, {Props}, ifNull(revenue_source_amount, 0), trim(TRAILING '\\0' FROM revenue_reporting_currency)",
            $"Jump\t[('url','{pages.Address}#there')]\t0\t", "Purchase\t[('plan','big one')]\t12.5\tEUR", "Send\t[('form','contact')]\t0\t", "pageview\t[]\t0\t");
    }

    [Fact]
    public async Task Exclusions_keep_pages_out_and_other_events_in()
    {
        var site = await setup.NewSiteAsync();
        await using var pages = await PageServer.StartAsync(Tag(site, "script.exclusions.local.js", """data-include="/blog/**, /about" data-exclude="/blog/drafts*,/blog/*/edit" """));
        var page = await setup.NewPageAsync();
        foreach (var path in new[] { "blog/drafts-2", "blog/7/edit", "shop", "aboutus" })
        {
            await page.GotoAsync($"{pages.Address}{path}");
            await SendsAsync(page, "Click", () => page.EvaluateAsync("plausible('Click')"));
        }

        foreach (var path in new[] { "blog/2026/a", "about/" })
            await SendsAsync(page, "pageview", () => page.GotoAsync($"{pages.Address}{path}"));
        await site.HasEventsAsync(
            "name, pathname",
            "Click\t/aboutus", "Click\t/blog/7/edit", "Click\t/blog/drafts-2", "Click\t/shop", "pageview\t/about/", "pageview\t/blog/2026/a");
    }

    [Fact]
    public async Task What_was_queued_before_the_script_came_is_sent_when_it_is_there()
    {
        var site = await setup.NewSiteAsync();
        await using var pages = await PageServer.StartAsync($$"""
            {{Tag(site, "script.local.js")}}
            <script>
            window.plausible = window.plausible || function() { (window.plausible.q = window.plausible.q || []).push(arguments) }
            plausible('Early', { props: { order: 1 }, callback: function() { plausible('Late', { meta: { order: 2 } }) } })
            </script>
            """);
        var page = await setup.NewPageAsync();
        await SendsAsync(page, "Late", () => page.GotoAsync($"{pages.Address}q"));
        await site.HasEventsAsync($"name, pathname, {Props}", "Early\t/q\t[('order','1')]", "Late\t/q\t[('order','2')]", "pageview\t/q\t[]");
    }

    [Fact]
    public async Task All_variants_work_together_in_any_order()
    {
        var site = await setup.NewSiteAsync(("Order", "USD"));
        await using var elsewhere = await PageServer.StartAsync("<title>Elsewhere</title>");
        await using var pages = await PageServer.StartAsync($"""
            <script defer id="plausible" data-domain="{site.Domain}" data-api="{setup.Url}/api/event" data-exclude="/**#/private" event-theme="dark"
                src="{setup.Url}/js/plausible.pageleave.tagged-events.revenue.pageview-props.outbound-links.local.hash.file-downloads.exclusions.compat.js"></script>
            <button class="plausible-event-name=Order plausible-revenue-amount=7 plausible-revenue-currency=USD">Order</button>
            <a href="{elsewhere.Address}" target="_blank">Out</a>
            """);
        var page = await setup.NewPageAsync();
        await SendsAsync(page, "pageview", () => page.GotoAsync($"{pages.Address}#/open"));
        await page.EvaluateAsync("location.hash = '/private'");
        await SendsAsync(page, "Order", () => page.ClickAsync("button"));
        await SendsAsync(page, "Outbound Link: Click", () => page.ClickAsync("a"));
        await site.HasEventsAsync(
            $"name, pathname, {Props}, ifNull(revenue_source_amount, 0)",
            "Order\t/#/private\t[('theme','dark')]\t7",
            $"Outbound Link: Click\t/#/private\t[('theme','dark'),('url','{elsewhere.Address}')]\t0",
            "pageview\t/#/open\t[('theme','dark')]\t0");
    }

    private string Tag(TestSite site, string script, string attributes = "") =>
        $"""<script defer data-domain="{site.Domain}" src="{setup.Url}/js/{script}" {attributes}></script>""";
}
