using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.Pipeline;
using Orleans.Ingest.Tests.Web.Fakes;
using Orleans.Ingest.Web;
using Orleans.Ingest.Web.Salts;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Salts;

public sealed class SaltCacheTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 3, 1);

    private readonly FakeTimeProvider _time = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeCluster _cluster;
    private readonly SaltCache _cache;

    public SaltCacheTests()
    {
        _cluster = new(_time);
        _cache = new(_cluster, new(Options.Create(new WebOptions()), Measures.New(), _time), Measures.New(), _time, NullLogger<SaltCache>.Instance);
    }

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task An_event_gets_the_salt_of_its_day_and_the_one_before()
    {
        for (var i = 0; i < 100; i++) AssertSalts(await GetAsync(), Today, Today.AddDays(-1));
        Assert.Equal(1, _cluster.Salts.Calls);
    }

    [Fact]
    public async Task The_next_salt_is_there_before_midnight_and_used_by_birth()
    {
        await GetAsync();
        await AdvanceAsync(TimeSpan.FromHours(11.75));
        var calls = _cluster.Salts.Calls;
        _cluster.Salts.Failure = new TimeoutException();
        var late = Now;
        _time.Advance(TimeSpan.FromMinutes(16));
        AssertSalts(await GetAsync(), Today.AddDays(1), Today);
        var before = await _cache.GetAsync(late, Now, _time.GetTimestamp());
        Assert.Equal(FakeSalts.Of(Today).Key, before!.Value.Current.ToArray());
        Assert.True(calls >= 2, "fetched ahead");
    }

    [Fact]
    public async Task Two_days_after_its_birth_a_salt_is_gone_even_when_the_grain_is_away()
    {
        await GetAsync();
        var born = Now;
        _cluster.Salts.Failure = new TimeoutException();
        await AdvanceAsync(TimeSpan.FromHours(37));
        var find = _cache.GetAsync(born, born, _time.GetTimestamp()).AsTask();
        for (var i = 0; i < 200 && !find.IsCompleted; i++) await AdvanceAsync(TimeSpan.FromMilliseconds(200));
        Assert.Null(await find);
    }

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    [Fact]
    public async Task An_event_of_a_day_whose_salt_is_gone_gets_the_oldest()
    {
        var oldest = await _cache.GetAsync(Now.AddDays(-3), Now, _time.GetTimestamp());
        Assert.Equal(FakeSalts.Of(Today.AddDays(-1)).Key, oldest!.Value.Current.ToArray());
        Assert.True(oldest.Value.Previous.IsEmpty);
    }

    private ValueTask<VisitorSalts?> GetAsync() => _cache.GetAsync(Now, Now, _time.GetTimestamp());

    private async Task AdvanceAsync(TimeSpan by)
    {
        _time.Advance(by);
        // The timer's refresh runs on the thread pool.
        await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    private static void AssertSalts(VisitorSalts? salts, DateOnly current, DateOnly previous)
    {
        Assert.Equal(FakeSalts.Of(current).Key, salts!.Value.Current.ToArray());
        Assert.Equal(FakeSalts.Of(previous).Key, salts.Value.Previous.ToArray());
    }
}
