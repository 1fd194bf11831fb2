using Orleans.Ingest.EndToEnd.Tests.Drivers;
using Xunit;
using static Orleans.Ingest.EndToEnd.Tests.Drivers.ServiceAndBrowser;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>The trackers that sites bundle from npm, as ES modules in a real browser.</summary>
public sealed class NpmTrackerTests(ServiceAndBrowser setup) : IClassFixture<ServiceAndBrowser>
{
    private const string Props = "arraySort(arrayZip(meta.key, meta.value))";

    [Fact]
    public async Task Plausible_tracker_sends_pageviews_of_a_single_page_app_and_events_with_props()
    {
        var site = await setup.NewSiteAsync();
        await using var elsewhere = await PageServer.StartAsync("<title>Elsewhere</title>");
        await using var pages = await PageServer.StartAsync($$"""
            <a href="{{elsewhere.Address}}x">Out</a>
            <script type="module">
            import Plausible from '/npm/plausible-tracker/index.js'
            window.tracker = Plausible({ domain: '{{site.Domain}}', apiHost: '{{setup.Url}}', trackLocalhost: true })
            tracker.enableAutoPageviews()
            tracker.enableAutoOutboundTracking()
            </script>
            """);
        var page = await setup.NewPageAsync();
        await SendsAsync(page, "pageview", () => page.GotoAsync($"{pages.Address}a?utm_medium=e-mail"));
        await SendsAsync(page, "pageview", () => page.EvaluateAsync("history.pushState({}, '', '/b')"));
        await page.EvaluateAsync("new Promise(done => tracker.trackEvent('Signup', { callback: done, props: { plan: 'pro', seats: 3, trial: true } }))");
        await page.ClickAsync("a");
        await site.HasEventsAsync(
            $"name, pathname, {Props}, acquisition_channel",
            $"Outbound Link: Click\t/b\t[('url','{elsewhere.Address}x')]\tEmail",
            "Signup\t/b\t[('plan','pro'),('seats','3'),('trial','true')]\tEmail",
            "pageview\t/a\t[]\tEmail",
            "pageview\t/b\t[]\tEmail");
        await site.HasSessionsAsync("entry_page, exit_page, pageviews, events, is_bounce", "/a\t/b\t2\t4\t0");
    }

    [Fact]
    public async Task Plausible_tracker_in_hash_mode_sends_the_fragment()
    {
        var site = await setup.NewSiteAsync();
        await using var pages = await PageServer.StartAsync($$"""
            <script type="module">
            import Plausible from '/npm/plausible-tracker/index.js'
            window.tracker = Plausible({ domain: '{{site.Domain}}', apiHost: '{{setup.Url}}', trackLocalhost: true, hashMode: true })
            tracker.enableAutoPageviews()
            </script>
            """);
        var page = await setup.NewPageAsync();
        await SendsAsync(page, "pageview", () => page.GotoAsync($"{pages.Address}#/a"));
        await SendsAsync(page, "pageview", () => page.EvaluateAsync("history.pushState({}, '', '#/b')"));
        await SendsAsync(page, "pageview", () => page.EvaluateAsync("tracker.trackPageview({ url: 'https://www.shop.example/x#/y', referrer: 'https://t.co/z' })"));
        await site.HasEventsAsync("pathname, hostname, name", "/#/a\tlocalhost\tpageview", "/#/b\tlocalhost\tpageview", "/x#/y\tshop.example\tpageview");
    }

    [Fact]
    public async Task The_official_module_sends_pageviews_custom_properties_revenue_and_engagement()
    {
        var site = await setup.NewSiteAsync(("Order", "EUR"));
        await using var pages = await PageServer.StartAsync($$"""
            <body style="height: 5000px"><form onsubmit="event.preventDefault()"><button>Send</button></form>
            <script type="module">
            import { init, track } from '/npm/@plausible-analytics/tracker/plausible.js'
            init({
              domain: '{{site.Domain}}', endpoint: '{{setup.Url}}/api/event', captureOnLocalhost: true, formSubmissions: true,
              customProperties: name => ({ theme: 'dark', of: name }),
            })
            window.send = (name, options) => new Promise(done => track(name, { ...options, callback: done }))
            </script>
            """);
        var page = await setup.NewPageAsync();
        await SendsAsync(page, "pageview", () => page.GotoAsync($"{pages.Address}a"));
        var status = await page.EvaluateAsync<int>("send('Order', { props: { theme: 'light' }, revenue: { amount: 19.99, currency: 'EUR' } }).then(answer => answer.status)");
        Assert.Equal(202, status);
        await SendsAsync(page, "Form: Submission", () => page.ClickAsync("button"));
        await page.GotoAsync("about:blank");

        await site.HasEventsAsync(
            $"name, {Props}, ifNull(revenue_reporting_amount, 0)",
            "Form: Submission\t[('of','Form: Submission'),('path','/a'),('theme','dark')]\t0",
            "Order\t[('of','Order'),('theme','light')]\t19.99",
            "pageview\t[('of','pageview'),('theme','dark')]\t0");
        await site.HasEngagementsAsync($"pathname, {Props}, scroll_depth BETWEEN 1 AND 50", "/a\t[('of','pageview'),('theme','dark')]\t1");
        await site.HasSessionsAsync("pageviews, events, is_bounce, browser", "1\t3\t0\tChrome");
    }

    [Fact]
    public async Task The_official_module_counts_fragments_downloads_and_outbound_links_when_told_to()
    {
        var site = await setup.NewSiteAsync();
        await using var elsewhere = await PageServer.StartAsync("<title>Elsewhere</title>");
        await using var pages = await PageServer.StartAsync($$"""
            <a id="out" href="{{elsewhere.Address}}">Out</a> <a id="file" href="/x.iso">File</a>
            <script type="module">
            import { init } from '/npm/@plausible-analytics/tracker/plausible.js'
            init({
              domain: '{{site.Domain}}', endpoint: '{{setup.Url}}/api/event', captureOnLocalhost: true, hashBasedRouting: true,
              outboundLinks: true, fileDownloads: { fileExtensions: ['iso'] }, transformRequest: payload => ({ ...payload, v: 99 }),
            })
            </script>
            """);
        foreach (var link in new[] { "out", "file" })
        {
            var page = await setup.NewPageAsync();
            await SendsAsync(page, "pageview", () => page.GotoAsync($"{pages.Address}#/a"));
            await page.ClickAsync($"#{link}");
        }

        await site.HasEventsAsync(
            $"name, pathname, {Props}, tracker_script_version",
            $"File Download\t/#/a\t[('url','{pages.Address}x.iso')]\t99",
            $"Outbound Link: Click\t/#/a\t[('url','{elsewhere.Address}')]\t99",
            "pageview\t/#/a\t[]\t99", "pageview\t/#/a\t[]\t99");
    }
}
