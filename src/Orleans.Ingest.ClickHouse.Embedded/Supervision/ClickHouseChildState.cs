namespace Orleans.Ingest.ClickHouse.Embedded.Supervision;

/// <summary>The child's state, for health checks and for whoever waits for it.</summary>
/// <param name="Phase">Where it stands.</param>
/// <param name="Reason">Why it is down, else null.</param>
/// <param name="Endpoint">Where it answers, or answered last; null before its first start.</param>
public sealed record ClickHouseChildState(ClickHouseChildPhase Phase, string? Reason = null, Uri? Endpoint = null);
