namespace Orleans.Ingest.Web.Health;

/// <summary>How the way from this front end into ClickHouse stands.</summary>
/// <param name="Age">How long ago the newest canary that has arrived was sent; since the start, while none has.</param>
/// <param name="Latency">How long that one took; null while none has arrived.</param>
/// <param name="ArrivedAt">When it arrived, UTC, by ClickHouse's clock.</param>
internal readonly record struct FlowState(TimeSpan Age, TimeSpan? Latency, DateTime? ArrivedAt)
{
    /// <summary>False when events may not arrive.</summary>
    public bool IsFresh => Age <= CanaryFlight.Stale;
}
