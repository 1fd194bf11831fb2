using Microsoft.Playwright;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.EndToEnd.Tests.Drivers;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Orleans.Ingest.EndToEnd.Tests.Pictures;

/// <summary>
/// Makes the pictures in <c>docs/images</c> anew, of the console as it is. Not part of the tests: run with <c>-explicit only -class "*PicturesOfTheConsole"</c>, and look at each.
/// </summary>
public sealed class PicturesOfTheConsole
{
    private const int Width = 1360, Height = 1010;
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    [Fact(Explicit = true)]
    public async Task Live_and_books()
    {
        await using var service = await ServiceProcess.StartAsync(("Ingest__GeoDatabase", Path.Combine(Root(), "tests/Orleans.Ingest.Tests/Data/GeoLite2-City-Test.mmdb")));
        await using var browser = await Browser.StartAsync();
        var traffic = new PictureTraffic(service);
        await traffic.BeginAsync();
        await traffic.SendAsync(TimeSpan.FromSeconds(5));
        var wide = await OpenAsync(browser, service, new() { ViewportSize = new() { Width = Width, Height = Height }, ColorScheme = ColorScheme.Light });
        var phone = await OpenAsync(browser, service, new() { ViewportSize = new() { Width = 390, Height = 844 }, DeviceScaleFactor = 2, ColorScheme = ColorScheme.Dark });
        var dark = await OpenAsync(browser, service, new() { ViewportSize = new() { Width = Width, Height = Height }, ColorScheme = ColorScheme.Dark });

        // As long as the charts are wide.
        var sending = traffic.SendAsync(TimeSpan.FromSeconds(75));
        await Task.Delay(TimeSpan.FromSeconds(65), TimeProvider.System, TestContext.Current.CancellationToken);
        await TakeAsync(wide, "console.png");
        await TakeAsync(phone, "console-phone.png");
        await TakeAsync(dark, "console-dark.png");
        await sending;

        // The first comparison with ClickHouse is of a minute that is over.
        await Until.TrueAsync(
            async () =>
            {
                await GoAsync(wide, "Books");
                return await wide.GetByText("balances: ClickHouse holds").CountAsync() > 0;
            },
            _patience,
            () => "The books were not compared.");
        await TakeAsync(wide, "console-books.png", height: 560);
    }

    [Fact(Explicit = true)]
    public async Task Self_check_with_a_warning()
    {
        // A proxy that nobody said to trust: its visitors count as one.
        await using var service = await ServiceProcess.StartAsync(("Ingest__TrustedProxies", "192.0.2.1"));
        await using var browser = await Browser.StartAsync();
        var traffic = new PictureTraffic(service);
        await traffic.BeginAsync();
        await traffic.SendManyAsync();
        var page = await OpenAsync(browser, service, new() { ViewportSize = new() { Width = Width, Height = Height }, ColorScheme = ColorScheme.Light });
        await GoAsync(page, "Self-check");
        await Expect(page.GetByText("Ingest:TrustedProxies").First).ToBeVisibleAsync();
        await TakeAsync(page, "console-self-check.png");
    }

    [Fact(Explicit = true)]
    public async Task A_quarantine_and_what_would_change()
    {
        const string Domain = "shop.example";
        await using var service = await ServiceProcess.StartAsync();
        await using var browser = await Browser.StartAsync();
        await service.CallSitesApiAsync(HttpMethod.Post, "", new { domain = Domain });
        await service.CallSitesApiAsync(HttpMethod.Put, $"/{Domain}", new { quarantine = true });
        await service.CallSitesApiAsync(HttpMethod.Post, $"/{Domain}/shields/page", new { value = "/v*/1*" });
        await VisitorsDay.SendAsync(service, Domain, VisitorsDay.Of(new Random(1)), perRequest: 1000, e => e.Path.Split('/')[2].StartsWith('1'));
        foreach (var page in (string[])["/", "/robots.txt", "/pricing"])
        {
            using var bot = await service.SendAsync($$"""{"n":"pageview","u":"https://{{Domain}}{{page}}","d":"{{Domain}}"}""", "Googlebot/2.1 (+http://www.google.com/bot.html)");
        }

        await service.ClickHouse.EventuallyAsync("SELECT uniqExact(matched[1]) FROM ingest_quarantine", "2");
        var console = await OpenAsync(browser, service, new() { ViewportSize = new() { Width = Width, Height = Height }, ColorScheme = ColorScheme.Light });
        await console.GotoAsync($"{service.Url}#sites/{Domain}");
        await console.GetByRole(AriaRole.Button, new() { Name = "Remove /v*/1*" }).ClickAsync();
        await console.GetByRole(AriaRole.Button, new() { Name = "Apply it to the last hours…" }).ClickAsync();
        await console.GetByRole(AriaRole.Row).Filter(new() { HasText = "Pages" }).Locator("summary").ClickAsync();
        await console.GetByLabel("Take in what was dropped as: Bots").CheckAsync();
        await console.GetByRole(AriaRole.Button, new() { Name = "Show what would change" }).ClickAsync();
        await Expect(console.GetByText("would be stored")).ToBeVisibleAsync();
        await console.Locator("section.card").Filter(new() { Has = console.GetByRole(AriaRole.Heading, new() { Name = "Quarantine" }) }).ScreenshotAsync(new() { Path = Path.Combine(Root(), "docs", "images", "console-quarantine.png") });
    }

    private static async Task<IPage> OpenAsync(Browser browser, ServiceProcess service, BrowserNewPageOptions options)
    {
        var page = await browser.NewPageAsync(options);
        await page.GotoAsync(service.Url.ToString());
        await page.GetByLabel("Key").FillAsync(service.AdminKey);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await Expect(page.Locator("#state")).ToHaveTextAsync("Live");
        return page;
    }

    private static async Task GoAsync(IPage page, string link)
    {
        await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Live" }).ClickAsync();
        await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = link })).ToBeVisibleAsync();
    }

    private static async Task TakeAsync(IPage page, string file, int? height = null) => await page.ScreenshotAsync(new()
    {
        Path = Path.Combine(Root(), "docs", "images", file),
        Clip = height is { } cut ? new() { X = 0, Y = 0, Width = Width, Height = cut } : null,
    });

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Orleans.Ingest.sln"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("Orleans.Ingest.sln was not found above the tests: run them from a build inside the checkout.");
    }
}
