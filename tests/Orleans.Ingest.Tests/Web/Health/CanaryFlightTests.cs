using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.Tests.Web.Fakes;
using Orleans.Ingest.Web.Health;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Health;

public sealed class CanaryFlightTests
{
    /// <summary>A collection, or a machine that is short of processors, stops the process between any two lines. An exception of a background service ends the whole front end.</summary>
    [Theory]
    [InlineData(0.013)]
    [InlineData(7.003)]
    [InlineData(61)]
    [InlineData(-40)]
    public async Task Canaries_go_on_however_long_the_process_stands_still_between_two_looks_at_the_clock(double seconds)
    {
        var time = new SlowProcess(TimeSpan.FromSeconds(seconds));
        var cluster = new FakeCluster(time);
        using var flight = new CanaryFlight(cluster, Measures.New(), time, NullLogger<CanaryFlight>.Instance);
        await flight.StartAsync(TestContext.Current.CancellationToken);
        await Until.TrueAsync(() => cluster.Canaries.Sent.Count >= 20 || flight.ExecuteTask!.IsCompleted, () => $"{cluster.Canaries.Sent.Count} canaries were sent.");
        Assert.False(flight.ExecuteTask!.IsFaulted, flight.ExecuteTask.Exception?.ToString());
        await flight.StopAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Each look at the clock finds it so much further; timers are over at once.</summary>
    private sealed class SlowProcess(TimeSpan step) : TimeProvider
    {
        private long _ticks = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).Ticks;

        public override DateTimeOffset GetUtcNow() => new(Interlocked.Add(ref _ticks, step.Ticks), TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.InfiniteTimeSpan);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
