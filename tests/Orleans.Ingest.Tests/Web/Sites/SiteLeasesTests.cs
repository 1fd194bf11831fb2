using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.Tests.Web.Fakes;
using Orleans.Ingest.Web;
using Orleans.Ingest.Web.Sites;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Sites;

public sealed class SiteLeasesTests
{
    private readonly FakeTimeProvider _time = new(new(2026, 3, 1, 12, 0, 10, TimeSpan.Zero));
    private readonly FakeCluster _cluster;
    private readonly SiteLeases _leases;

    public SiteLeasesTests()
    {
        _cluster = new(_time);
        _leases = new(_cluster, new(Options.Create(new WebOptions()), Measures.New(), _time), Measures.New(), _time, NullLogger<SiteLeases>.Instance);
    }

    [Fact]
    public async Task A_lease_serves_all_events_of_its_lifetime_and_is_compiled_once()
    {
        var site = _cluster.AddSite("a.example");
        var first = await FindAsync("a.example");
        for (var i = 0; i < 1000; i++) Assert.Same(first!.Policy, (await FindAsync("a.example"))!.Policy);
        Assert.Equal(1, site.Leases);
        _time.Advance(TimeSpan.FromSeconds(1.1));
        site.Settings = site.Settings! with { Shields = [] };
        Assert.Same(first!.Policy, (await FindAsync("a.example"))!.Policy);
        Assert.Equal(2, site.Leases);
    }

    [Fact]
    public async Task A_change_takes_effect_within_a_second()
    {
        var site = _cluster.AddSite("a.example");
        Assert.Null((await FindAsync("a.example"))!.Policy!.RateLimitThreshold);
        site.Settings = site.Settings! with { IngestRateLimitThreshold = 0 };
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, (await FindAsync("a.example"))!.Policy!.RateLimitThreshold);
    }

    [Fact]
    public async Task Many_at_once_admit_exactly_the_threshold_in_each_window()
    {
        var site = _cluster.AddSite("a.example", settings => settings with { IngestRateLimitThreshold = 25, IngestRateLimitScaleSeconds = 10 });
        site.TokensAtOnce = 3;
        for (var window = 0; window < 3; window++)
        {
            var admitted = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(TakeAsync)));
            Assert.Equal(25, admitted.Count(taken => taken));
            var leases = site.Leases;
            Assert.False(await TakeAsync());
            Assert.Equal(leases, site.Leases);
            _time.Advance(TimeSpan.FromSeconds(10));
        }
    }

    [Fact]
    public async Task When_the_site_cannot_be_reached_events_pass_with_its_last_known_settings_and_without_a_limit()
    {
        var site = _cluster.AddSite("a.example", settings => settings with { IngestRateLimitThreshold = 1 });
        Assert.True(await TakeAsync());
        site.Failure = new TimeoutException();
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(await TakeAsync());
        Assert.True(await TakeAsync());
        site.Failure = null;
        await UntilAsync(async () => !await TakeAsync());
    }

    [Fact]
    public async Task Where_no_settings_are_known_the_answer_is_unknown_and_not_an_unknown_site()
    {
        var site = _cluster.AddSite("a.example");
        site.Failure = new TimeoutException();
        var find = FindAsync("a.example");
        await UntilAsync(() => Task.FromResult(find.IsCompleted));
        Assert.Null(await find);
        Assert.True(site.Leases > 5, "asked again within the budget");
    }

    [Fact]
    public async Task A_site_that_is_made_is_found_and_one_that_is_deleted_is_gone()
    {
        Assert.Null((await FindAsync("new.example"))!.Policy);
        var site = _cluster.AddSite("new.example");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull((await FindAsync("new.example"))!.Policy);
        site.Settings = null;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null((await FindAsync("new.example"))!.Policy);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("https://a.example")]
    [InlineData("a.example?x")]
    public void What_no_site_can_be_called_costs_no_look_up(string domain)
    {
        Assert.Null(_leases.Find(domain));
        Assert.Empty(_cluster.Sites);
    }

    private async Task<LeasedSite?> FindAsync(string domain) =>
        await _leases.GetAsync(domain, _leases.Find(domain)!, _time.GetTimestamp());

    private async Task<bool> TakeAsync()
    {
        var site = await FindAsync("a.example");
        return await _leases.Find("a.example")!.TryTakeTokenAsync(site!);
    }

    private async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 500 && !await condition(); i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.True(await condition());
    }
}
