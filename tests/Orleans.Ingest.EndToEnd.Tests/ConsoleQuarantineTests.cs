using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Orleans.Ingest.EndToEnd.Tests.Drivers;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>A shield that dropped too much, seen and taken back in the console.</summary>
public sealed class ConsoleQuarantineTests(ServiceAndBrowser setup) : IClassFixture<ServiceAndBrowser>
{
    private const string Domain = "quarantine.test";

    [Fact]
    public async Task What_a_shield_dropped_is_seen_and_taken_back_after_a_look_at_what_would_change()
    {
        await setup.Service.CallSitesApiAsync(HttpMethod.Post, "", new { domain = Domain });
        await setup.Service.CallSitesApiAsync(HttpMethod.Post, $"/{Domain}/shields/page", new { value = "/v0/*" });
        var console = await OpenConsole.LogInAsync(setup);
        var page = console.Page;
        await page.GotoAsync($"{setup.Url}/#sites/{Domain}");
        await Expect(page.GetByText("Off: what is dropped is forgotten.")).ToBeVisibleAsync();
        await page.GetByLabel("Keep dropped events for 24 hours").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save settings" }).ClickAsync();
        await Expect(page.GetByText("Nothing was dropped in the last 24 hours.")).ToBeVisibleAsync();

        var now = TimeProvider.System.GetUtcNow();
        await VisitorsDay.SendAsync(setup.Service, Domain, [new(0, now.AddMinutes(-9), "pageview", 1), new(0, now.AddMinutes(-8), "Signup", 2), new(1, now.AddMinutes(-7), "pageview", 3)], 3, e => e.Visitor == 0);
        using var bot = await setup.Service.SendAsync($$"""{"n":"pageview","u":"https://{{Domain}}/robots","d":"{{Domain}}"}""", "Googlebot/2.1");
        await setup.Service.ClickHouse.EventuallyAsync($"SELECT count() FROM ingest_quarantine WHERE domain = '{Domain}'", "3");
        await page.ReloadAsync();
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Pages" });
        await Expect(row.GetByRole(AriaRole.Cell).Nth(0)).ToHaveTextAsync("2");
        await Expect(row.GetByRole(AriaRole.Cell).Nth(1)).ToHaveTextAsync("2");
        await Expect(row.GetByRole(AriaRole.Cell).Nth(2)).ToContainTextAsync("shop.example/v0/");
        await row.Locator("summary").PressAsync("Enter");
        await Expect(row.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(2);
        await Expect(row.GetByRole(AriaRole.Listitem).First).ToContainTextAsync("Firefox");
        await IsAccessibleAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove /v0/*" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply it to the last hours…" }).PressAsync("Enter");
        await Expect(page.GetByLabel("Events that came in")).ToBeFocusedAsync();
        await page.GetByLabel("Events that came in").SelectOptionAsync("the last hour");
        await page.GetByLabel("Take in what was dropped as: Bots").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what would change" }).PressAsync("Enter");
        await Expect(page.GetByText("3 kept events would be stored, of 2 visitors (Pages 2, Bots 1); 0 would stay dropped.")).ToBeVisibleAsync();
        await page.GetByLabel("Take in what was dropped as: Bots").UncheckAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Apply", Exact = true })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what would change" }).PressAsync("Enter");
        await Expect(page.GetByText("2 kept events would be stored, of 1 visitor (Pages 2); 1 would stay dropped.")).ToBeVisibleAsync();
        await Expect(page.GetByText("0 stored events would be removed")).ToBeVisibleAsync();
        await IsAccessibleAsync(page);
        // Another time is another question.
        await page.GetByLabel("Events that came in").SelectOptionAsync("the last 6 hours");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Apply", Exact = true })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what would change" }).PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply", Exact = true }).PressAsync("Enter");
        var done = page.GetByRole(AriaRole.List, new() { Name = "Decided again" }).GetByRole(AriaRole.Listitem);
        await Expect(done).ToContainTextAsync("2 stored, 0 removed", new() { Timeout = 60_000 });
        await Expect(done).ToContainTextAsync("done", new() { Timeout = 60_000 });
        await setup.Service.ClickHouse.EventuallyAsync("SELECT pathname, name FROM events_v2 WHERE pathname LIKE '/v0/%' ORDER BY timestamp", "/v0/1\tpageview", "/v0/2\tSignup");
        await IsAccessibleAsync(page);
        console.IsWithoutFault();
    }

    private static async Task IsAccessibleAsync(IPage page)
    {
        var found = await page.RunAxe();
        Assert.True(found.Violations.Length == 0, string.Join("; ", found.Violations.Select(one => $"{one.Id}: {string.Join(", ", one.Nodes.Select(node => node.Html))}")));
    }
}
