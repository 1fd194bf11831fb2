using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.Tests.Web.Fakes;
using Orleans.Ingest.Web.Events;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Events;

/// <summary>Who sends more than can be served is refused at once, and keeps nobody else from being served.</summary>
public sealed class FairSharesTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _lagTime = new();
    private readonly TaskCompletionSource<RecordOutcome> _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task<HttpResponseMessage>> _waiting = [];
    private WebHost _web = null!;
    private ulong _hotSite;

    [Fact]
    public async Task A_visitor_of_whom_more_waits_than_its_session_can_tell_apart_is_refused_at_once_and_the_others_of_its_site_are_not()
    {
        await StartAsync();
        await WaitAsync(WaitingEvents.MostOfVisitor, _ => "192.0.2.1");
        var refused = await SendAsync("hot.example", "192.0.2.1");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("1", EventEndpointTests.Header(refused, "retry-after"));
        // Another one, and another one behind the same address.
        await WaitAsync(1, _ => "192.0.2.2");
        await WaitAsync(1, _ => "192.0.2.1", agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        await AllAreAcceptedAsync();
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync("hot.example", "192.0.2.1")).StatusCode);
    }

    [Fact]
    public async Task While_processors_are_busy_the_site_of_which_most_waits_is_refused_at_once_and_the_others_are_not()
    {
        await StartAsync();
        // An outage behind the service is no reason: whoever comes waits.
        await WaitAsync(WaitingEvents.MostOfSite + 1, visitor => string.Create(CultureInfo.InvariantCulture, $"198.18.{visitor / 256}.{visitor % 256}"));
        _lagTime.Advance(ProcessorLag.Long);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync("hot.example", "198.51.100.1")).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync("quiet.example", "198.51.100.1")).StatusCode);
        await AllAreAcceptedAsync();
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync("hot.example", "198.51.100.1")).StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        _release.TrySetResult(RecordOutcome.Stored);
        await _web.DisposeAsync();
    }

    private async Task StartAsync()
    {
        // Its probe never comes to the front of the line: the lag is the time of the test's clock.
        _web = await WebHost.StartAsync(null, services => services.AddSingleton(new ProcessorLag(_lagTime, _ => { })), ("Ingest:RetryBudget", "00:01:00"), ("Ingest:AttemptTimeout", "00:01:00"));
        _web.Cluster.AddSite("hot.example");
        _web.Cluster.AddSite("quiet.example");
        _hotSite = _web.Cluster.Site("hot.example").Settings!.Id;
        _web.Cluster.Answer = (key, _) => key.SiteId == _hotSite ? new(_release.Task) : new(RecordOutcome.Stored);
    }

    /// <summary>Sends so many to the hot site, where they wait.</summary>
    private async Task WaitAsync(int count, Func<int, string> address, string agent = "curl/8.0")
    {
        var expected = _web.Cluster.Recorded.Count + count;
        for (var i = 0; i < count; i++) _waiting.Add(SendAsync("hot.example", address(i), agent));
        await Until.TrueAsync(() => _web.Cluster.Recorded.Count == expected, () => $"{_web.Cluster.Recorded.Count} of {expected} wait.");
    }

    private async Task AllAreAcceptedAsync()
    {
        _release.SetResult(RecordOutcome.Stored);
        foreach (var answer in await Task.WhenAll(_waiting)) Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private Task<HttpResponseMessage> SendAsync(string domain, string address, string agent = "curl/8.0") => _web.PageviewAsync(domain, ("X-Forwarded-For", address), ("User-Agent", agent));
}
