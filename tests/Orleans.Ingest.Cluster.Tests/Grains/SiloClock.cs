using Microsoft.Extensions.Time.Testing;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>A silo's time of day, which the test alone moves; begins at a noon. Orleans' timers and timeouts run as they do.</summary>
internal sealed class SiloClock() : FakeTimeProvider(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))
{
    public override long TimestampFrequency => System.TimestampFrequency;

    public override long GetTimestamp() => System.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime, period);
}
