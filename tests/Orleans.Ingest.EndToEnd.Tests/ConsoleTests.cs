using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Orleans.Ingest.EndToEnd.Tests.Drivers;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>The console, as an owner of sites uses it in Chromium.</summary>
public sealed partial class ConsoleTests(ServiceAndBrowser setup) : IClassFixture<ServiceAndBrowser>
{
    private static readonly (string Link, string Heading)[] _pages =
        [("Live", "Live"), ("Books", "Books"), ("Sites", "Sites"), ("Installation", "Check an installation"), ("Keys", "Keys"), ("Self-check", "Self-check")];

    [Fact]
    public async Task A_wrong_key_is_refused_and_logging_out_closes_the_console()
    {
        var page = await setup.NewPageAsync();
        await page.GotoAsync(setup.Url + "/");
        await page.GetByLabel("Key").FillAsync("not the key");
        await page.GetByLabel("Key").PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("That is not a key that opens the console.");

        var console = await OpenConsole.LogInAsync(setup);
        var cookie = Assert.Single(await console.Page.Context.CookiesAsync());
        Assert.Equal((true, SameSiteAttribute.Strict), (cookie.HttpOnly, cookie.SameSite));
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await Expect(console.Page.GetByLabel("Key")).ToBeVisibleAsync();
        Assert.Empty(await console.Page.Context.CookiesAsync());
        console.IsWithoutFault();
    }

    [Fact]
    public async Task Events_appear_as_they_arrive_with_what_is_stored_or_why_not_and_can_be_filtered()
    {
        var site = await setup.NewSiteAsync();
        var console = await OpenConsole.LogInAsync(setup);
        var tail = console.Page.GetByRole(AriaRole.List, new() { Name = "Events as they arrive" });
        using var stored = await setup.Service.SendAsync($$$"""{"n":"Signup","u":"https://{{{site.Domain}}}/pricing?utm_source=letter","d":"{{{site.Domain}}}","p":{"plan":"pro"}}""");
        using var bot = await setup.Service.SendAsync($$"""{"n":"pageview","u":"https://{{site.Domain}}/robots","d":"{{site.Domain}}"}""", "Googlebot/2.1");
        using var unknown = await setup.Service.SendAsync("""{"n":"pageview","u":"https://typo.test/","d":"typo.test"}""");
        using var refused = await setup.Service.SendAsync("{}");

        var signup = tail.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Signup" });
        await Expect(signup).ToContainTextAsync("stored");
        await Expect(signup).ToContainTextAsync("/pricing");
        await Expect(tail.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "/robots" })).ToContainTextAsync("bot");
        await Expect(tail.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "typo.test" })).ToContainTextAsync("not_found");
        await Expect(tail.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "url is required" })).ToContainTextAsync("refused");
        await Expect(console.Page.Locator(".tile").Filter(new() { HasText = "Accepted" })).ToContainTextAsync(new Regex("[1-9][0-9]* in the last minute"));

        // By keyboard: the details of an event.
        await signup.Locator("summary").PressAsync("Enter");
        await Expect(signup).ToContainTextAsync("plan=pro");
        await Expect(signup).ToContainTextAsync("letter");
        // What is being read stays where it is.
        await Expect(console.Page.GetByText("Paused;")).ToBeVisibleAsync();
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();

        await console.Page.GetByLabel("Outcome", new() { Exact = true }).SelectOptionAsync("bot");
        await Expect(signup).ToHaveCountAsync(0);
        await Expect(tail.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "/robots" })).ToHaveCountAsync(1);
        await console.Page.GetByLabel("Outcome", new() { Exact = true }).SelectOptionAsync("");
        await console.Page.GetByLabel("Site", new() { Exact = true }).SelectOptionAsync(site.Domain);
        await Expect(signup).ToHaveCountAsync(1);
        await Expect(tail.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "typo.test" })).ToHaveCountAsync(0);

        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        using var later = await setup.Service.SendAsync($$"""{"n":"Later","u":"https://{{site.Domain}}/","d":"{{site.Domain}}"}""");
        await Expect(console.Page.GetByText("1 more has arrived")).ToBeVisibleAsync();
        await Expect(tail.GetByText("Later")).ToHaveCountAsync(0);
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(tail.GetByText("Later")).ToHaveCountAsync(1);
        console.IsWithoutFault();
    }

    [Fact]
    public async Task The_books_show_what_became_of_every_event_by_site_and_by_minute()
    {
        var site = await setup.NewSiteAsync();
        using var stored = await setup.Service.SendAsync($$"""{"n":"pageview","u":"https://{{site.Domain}}/","d":"{{site.Domain}}"}""");
        using var bot = await setup.Service.SendAsync($$"""{"n":"pageview","u":"https://{{site.Domain}}/","d":"{{site.Domain}}"}""", "Googlebot/2.1");
        await setup.Service.ClickHouse.EventuallyAsync($"SELECT sum(value) FROM ingest_counters WHERE domain = '{site.Domain}' AND metric = 'buffered'", "1");
        var console = await OpenConsole.LogInAsync(setup);
        await console.OpenAsync("Books", "Books");
        var row = console.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = site.Domain });
        await Expect(row).ToHaveTextAsync(BookLine());
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(console.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync($"Books of {site.Domain}");
        await console.Page.GetByLabel("Time").SelectOptionAsync("Last hour");
        await Expect(console.Page.GetByRole(AriaRole.Rowheader)).ToHaveCountAsync(1);
        console.IsWithoutFault();
    }

    [Fact]
    public async Task A_site_its_shields_and_goals_and_its_end_are_managed_there()
    {
        var console = await OpenConsole.LogInAsync(setup);
        var page = console.Page;
        await console.OpenAsync("Sites", "Sites");
        await page.GetByLabel("Domain").FillAsync("managed.test");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add site" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("managed.test");
        await Expect(page.Locator(".snippet code").First).ToContainTextAsync($"src=\"{setup.Url}/js/script.js\"");

        await page.GetByLabel("Add to pages").FillAsync("/admin*");
        await page.GetByLabel("Add to pages").PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove /admin*" })).ToBeVisibleAsync();
        await page.GetByLabel("Add to pages").FillAsync("admin");
        await page.GetByLabel("Add to pages").PressAsync("Enter");
        await Expect(page.GetByText("value: must start with /")).ToBeVisibleAsync();
        await page.GetByLabel("Event name").FillAsync("Purchase");
        await page.GetByLabel("Currency").FillAsync("eur");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add goal" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove Purchase" })).ToBeVisibleAsync();
        await page.GetByLabel("Events allowed in a window").FillAsync("500");
        await page.GetByLabel("Read client hints").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save settings" }).ClickAsync();
        await Expect(page.Locator("#announce")).ToHaveTextAsync("Saved");
        await Expect(page.Locator(".snippet code").First).ToContainTextAsync($"src=\"{setup.Url}/js/script.client-hints.js\"");
        await Expect(page.Locator(".snippet code").Nth(1)).ToContainTextAsync($"sec-ch-ua-platform-version {setup.Url}; sec-ch-ua-model {setup.Url}");
        var stored = await setup.Service.CallSitesApiAsync(HttpMethod.Get, "/managed.test", new { });
        Assert.Equal(500, stored.GetProperty("ingest_rate_limit_threshold").GetInt32());

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove /admin*" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove /admin*" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Purchase" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove Purchase" })).ToHaveCountAsync(0);
        await page.GetByLabel("Type managed.test to confirm").FillAsync("managed.test");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete site" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sites");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "managed.test" })).ToHaveCountAsync(0);
        // The one refusal, of the page without a slash, is what a browser writes down of a 400.
        Assert.All(console.Faults, fault => Assert.Contains("400", fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_is_shown_once_and_revoked_with_a_second_thought()
    {
        var console = await OpenConsole.LogInAsync(setup);
        await console.OpenAsync("Keys", "Keys");
        await console.Page.GetByLabel("Name").FillAsync("Build server");
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Make key" }).ClickAsync();
        var key = await console.Page.Locator(".secret code").TextContentAsync();
        Assert.Matches(SecretForm(), key);
        await Expect(console.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Build server" })).ToContainTextAsync("all sites");

        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke Build server", Exact = true }).ClickAsync();
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Really revoke Build server?" }).ClickAsync();
        await Expect(console.Page.GetByText("None yet.")).ToBeVisibleAsync();
        await Expect(console.Page.Locator(".secret")).ToHaveCountAsync(0);
        console.IsWithoutFault();
    }

    [Fact]
    public async Task An_installation_is_checked_from_a_pasted_address_to_its_first_event()
    {
        var console = await OpenConsole.LogInAsync(setup);
        var page = console.Page;
        await console.OpenAsync("Installation", "Check an installation");
        await page.GetByLabel("Address of a page").FillAsync("https://www.fresh.test/pricing?x=1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add fresh.test" }).ClickAsync();
        await Expect(page.GetByText("The site fresh.test exists")).ToBeVisibleAsync();
        await Expect(page.Locator(".snippet code")).ToContainTextAsync("data-domain=\"fresh.test\"");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test event" }).ClickAsync();
        await Expect(page.Locator(".wait")).ToContainTextAsync("It works: Installation check of fresh.test/ is stored.");
        await Expect(page.Locator(".wait")).ToContainTextAsync(SeenAfter());
        console.IsWithoutFault();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 1280, 800)]
    [InlineData(ColorScheme.Light, 390, 844)]
    public async Task Every_page_is_accessible_and_fits_its_window(ColorScheme scheme, int width, int height)
    {
        var site = await setup.NewSiteAsync();
        var options = new BrowserNewPageOptions { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = height }, ReducedMotion = ReducedMotion.Reduce };
        var form = await setup.NewPageAsync(options);
        await form.GotoAsync(setup.Url + "/");
        await IsAccessibleAsync(form, "log-in");

        var console = await OpenConsole.LogInAsync(setup, options);
        using var stored = await setup.Service.SendAsync($$"""{"n":"pageview","u":"https://{{site.Domain}}/{{new string('x', 150)}}","d":"{{site.Domain}}"}""");
        using var bot = await setup.Service.SendAsync($$"""{"n":"pageview","u":"https://{{site.Domain}}/","d":"{{site.Domain}}"}""", "Googlebot/2.1");
        await Expect(console.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "bot" }).First).ToBeVisibleAsync();
        foreach (var (link, heading) in _pages)
        {
            await console.OpenAsync(link, heading);
            await IsAccessibleAsync(console.Page, link);
        }

        await console.Page.GotoAsync($"{setup.Url}/#sites/{site.Domain}");
        await Expect(console.Page.GetByRole(AriaRole.Heading, new() { Name = "Shields" })).ToBeVisibleAsync();
        await IsAccessibleAsync(console.Page, "a site");
        console.IsWithoutFault();
    }

    private static async Task IsAccessibleAsync(IPage page, string what)
    {
        var found = await page.RunAxe();
        Assert.True(found.Violations.Length == 0, $"{what}: {string.Join("; ", found.Violations.Select(one => $"{one.Id}: {string.Join(", ", one.Nodes.Select(node => node.Html))}"))}");
        Assert.Equal(0, await page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
    }

    [GeneratedRegex("^ingest_[0-9a-f]{64}$", RegexOptions.ExplicitCapture)]
    private static partial Regex SecretForm();

    [GeneratedRegex("seen here [0-9.]+ s after")]
    private static partial Regex SeenAfter();

    /// <summary>Received, stored, dropped and why; the site's beginning may have cost a bot more.</summary>
    [GeneratedRegex(@"site[0-9]+\.test\s*[0-9]+\s*1\s*[0-9]+\s*bot [0-9]+")]
    private static partial Regex BookLine();
}
