using System.Collections.Concurrent;
using Microsoft.Playwright;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Drivers;

/// <summary>The console in a browser, logged in; writes down every error of the page and every request that leaves its origin.</summary>
internal sealed class OpenConsole
{
    private readonly ConcurrentQueue<string> _faults = new();

    private OpenConsole(ServiceAndBrowser setup, IPage page)
    {
        (Setup, Page) = (setup, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _faults.Enqueue($"console {message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => _faults.Enqueue($"page error: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(setup.Url, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)) _faults.Enqueue($"outside: {request.Url}");
        };
    }

    public ServiceAndBrowser Setup { get; }

    public IPage Page { get; }

    /// <summary>What went wrong so far.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public static async Task<OpenConsole> LogInAsync(ServiceAndBrowser setup, BrowserNewPageOptions? options = null)
    {
        var console = new OpenConsole(setup, await setup.NewPageAsync(options));
        await console.Page.GotoAsync(setup.Url + "/");
        await console.Page.GetByLabel("Key").FillAsync(await KeyAsync(setup));
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await Assertions.Expect(console.Page.Locator("#state")).ToHaveTextAsync("Live");
        return console;
    }

    /// <summary>Opens one of its pages by the link.</summary>
    public async Task OpenAsync(string link, string heading)
    {
        await Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = heading })).ToBeVisibleAsync();
    }

    public void IsWithoutFault() => Assert.Empty(Faults);

    public static async Task<string> KeyAsync(ServiceAndBrowser setup) =>
        (await File.ReadAllTextAsync(Path.Combine(setup.Service.DataDirectory, "admin-key"))).Trim();
}
