namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>The system's clock, set forward by the test; timers run as they do.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
