using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.ClickHouse.Embedded;
using Orleans.Ingest.ClickHouse.Embedded.Engine;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Embedded;

public sealed class ReaderPaceTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ReaderPace _pace;
    private bool _isBusy = true;

    // A fifth of one core: after 100 ms of work, 400 ms of rest.
    public ReaderPaceTests() => _pace = new(() => _isBusy, cores: 0.2, _time);

    public void Dispose() => _pace.Dispose();

    [Fact]
    public async Task Without_busy_ingestion_readers_go_together_at_once()
    {
        _isBusy = false;
        Assert.Null(await TakeAsync());
        Assert.Null(await TakeAsync());
    }

    [Fact]
    public async Task The_next_begins_when_readers_have_kept_to_their_share()
    {
        var first = await TakeAsync();
        var second = TakeAsync();
        _time.Advance(TimeSpan.FromMilliseconds(100));
        first!.Dispose();
        await AdvanceToAsync(second, TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task A_slow_one_lets_the_next_begin_after_a_second()
    {
        using var first = await TakeAsync();
        await AdvanceToAsync(TakeAsync(), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task There_is_no_rest_once_ingestion_is_not_busy_any_more()
    {
        var first = await TakeAsync();
        var second = TakeAsync();
        _time.Advance(TimeSpan.FromMilliseconds(100));
        _isBusy = false;
        first!.Dispose();
        Assert.NotNull(await second.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task A_reader_that_has_left_takes_no_turn()
    {
        using var first = await TakeAsync();
        using var left = new CancellationTokenSource();
        var second = _pace.TakeTurnAsync(left.Token);
        var third = TakeAsync();
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await AdvanceToAsync(third, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task One_more_than_may_wait_is_refused_as_a_server_refuses_it()
    {
        using var holder = await TakeAsync();
        using var pool = new ConnectionPool([], EngineRole.Reader, new Dictionary<string, string>(), limit: 1, _pace);
        using var left = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 1000).Select(_ => pool.RentAsync(own: null, left.Token)).ToArray();
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => pool.RentAsync(own: null, left.Token));
        Assert.StartsWith("Code: 202.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(new StatementLoad(Running: 0, Waiting: 1000), pool.Load);
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(waiting));
    }

    [Theory]
    [InlineData(1.1, 0, true)]
    [InlineData(0.9, 0, false)]
    [InlineData(0.9, 1.0, true)]
    [InlineData(0.9, 0.8, false)]
    [InlineData(0.1, 3.0, false)]
    public void Ingestion_is_busy_with_more_than_a_quarter_of_the_cores_or_when_it_waits_longer_than_it_runs(double cores, double waiting, bool isHigh)
    {
        using var load = new IngestionLoad(() => new(Since() * cores, Since() * waiting), cores: 4, _time);
        Assert.False(load.IsHigh);
        _time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(isHigh, load.IsHigh);
    }

    [Fact]
    public void Ingestion_that_has_calmed_down_is_not_busy()
    {
        var used = TimeSpan.Zero;
        using var load = new IngestionLoad(() => new(used, Waited: default), cores: 2, _time);
        used = TimeSpan.FromSeconds(2);
        _time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.True(load.IsHigh);
        _time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.False(load.IsHigh);
    }

    private TimeSpan Since() => _time.GetUtcNow() - _time.Start;

    private Task<IDisposable?> TakeAsync() => _pace.TakeTurnAsync(CancellationToken.None);

    // In steps, since a rest begins on another thread than the one that moves the clock: it may only end later than due, never earlier.
    private async Task AdvanceToAsync(Task<IDisposable?> turn, TimeSpan due)
    {
        var step = TimeSpan.FromMilliseconds(50);
        while (Since() < due - step)
        {
            Assert.False(turn.IsCompleted);
            _time.Advance(step);
        }

        Assert.False(turn.IsCompleted);
        for (var tries = 0; !turn.IsCompleted; tries++)
        {
            Assert.True(tries < 1000, "The next reader never got its turn.");
            _time.Advance(step);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
