using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;
using Xunit;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.EndToEnd.Tests.Drivers;

/// <summary>One service and one Chromium for all tests of a class; each test has a site of its own.</summary>
public sealed class ServiceAndBrowser : IAsyncLifetime
{
    private const float ExpectTimeoutMs = 60_000;
    private ServiceProcess? _service;
    private Browser? _browser;
    private int _sites;

    internal ServiceProcess Service => _service!;

    /// <summary>The service as pages name it.</summary>
    internal string Url => Service.Url.ToString().TrimEnd('/');

    public async ValueTask InitializeAsync()
    {
        // How long a page takes on a busy machine is no matter of these tests.
        Assertions.SetDefaultExpectTimeout(ExpectTimeoutMs);
        _service = await ServiceProcess.StartAsync();
        _browser = await Browser.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        if (_service is not null) await _service.DisposeAsync();
    }

    internal async Task<TestSite> NewSiteAsync(params (string EventName, string Currency)[] goals)
    {
        var site = await TestSite.CreateAsync(Service, string.Create(CultureInfo.InvariantCulture, $"site{++_sites}.test"));
        foreach (var (name, currency) in goals) await site.PostAsync("goals", new { event_name = name, currency });
        await site.BecomesKnownAsync();
        return site;
    }

    internal Task<IPage> NewPageAsync(BrowserNewPageOptions? options = null) => _browser!.NewPageAsync(options);

    /// <summary>Does something on a page, and waits until an event of this name that it causes is answered.</summary>
    /// <remarks>Not for what leaves the page: it does not hear the answer any more.</remarks>
    internal static async Task SendsAsync(IPage page, string name, Func<Task> action)
    {
        var seen = new ConcurrentQueue<string>();
        page.Request += Requested;
        page.Response += Answered;
        page.RequestFailed += Failed;
        try
        {
            var answer = await page.RunAndWaitForResponseAsync(action, answer => IsEvent(answer, name), new() { Timeout = ExpectTimeoutMs });
            Assert.Equal(202, answer.Status);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The page, now at {page.Url}, sent no '{name}' that was answered. It did this:\n{string.Join('\n', seen)}");
        }
        finally
        {
            page.Request -= Requested;
            page.Response -= Answered;
            page.RequestFailed -= Failed;
        }

        void Requested(object? sender, Microsoft.Playwright.IRequest request) => seen.Enqueue($"{request.Method} {request.Url} {request.PostData}");
        void Answered(object? sender, IResponse answer) => seen.Enqueue($"{answer.Status} for {answer.Request.Method} {answer.Url}");
        void Failed(object? sender, Microsoft.Playwright.IRequest request) => seen.Enqueue($"{request.Failure} for {request.Method} {request.Url}");
    }

    private static bool IsEvent(IResponse answer, string name) =>
        answer.Url.EndsWith("/api/event", StringComparison.Ordinal)
        && answer.Request.Method == "POST"
        && answer.Request.PostDataJSON()?.GetProperty("n").GetString() == name;
}
