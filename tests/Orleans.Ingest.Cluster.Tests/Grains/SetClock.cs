namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>A machine's clock, which runs and which a test can set; begins at a noon. Timers and timestamps go on whatever it says, as they do on a machine.</summary>
internal sealed class SetClock : TimeProvider
{
    private long _ahead = (new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) - System.GetUtcNow()).Ticks;

    /// <summary>Sets it ahead, or back.</summary>
    public void Jump(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));
}
