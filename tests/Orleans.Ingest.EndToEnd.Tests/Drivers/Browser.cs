using Microsoft.Playwright;

namespace Orleans.Ingest.EndToEnd.Tests.Drivers;

/// <summary>A real headless Chromium, with a fresh profile.</summary>
internal sealed class Browser : IAsyncDisposable
{
    // Its own agent says HeadlessChrome, and is dropped as a bot.
    private const string UserAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

    private static readonly string[] _arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        // Sites with a name of their own, all on this machine.
        "--host-resolver-rules=MAP *.test 127.0.0.1",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <remarks>
    /// The agent is given to the program, not to the page: a page's own does not reach the request that is sent while the page is left.
    /// </remarks>
    public static async Task<Browser> StartAsync(string userAgent = UserAgent)
    {
        var playwright = await Playwright.CreateAsync();
        var path = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Headless = true, Args = [.. _arguments, $"--user-agent={userAgent}"] }));
    }

    public Task<IPage> NewPageAsync(BrowserNewPageOptions? options = null) => _browser.NewPageAsync(options);

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
