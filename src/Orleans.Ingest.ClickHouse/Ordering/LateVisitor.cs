using Orleans.Ingest.Contracts.Sessions;

namespace Orleans.Ingest.ClickHouse.Ordering;

/// <summary>A visitor of whom events came late.</summary>
/// <param name="Key">The visitor.</param>
/// <param name="First">Time of the first such event, UTC.</param>
/// <param name="Last">Time of the last such event, UTC.</param>
public readonly record struct LateVisitor(SessionKey Key, DateTime First, DateTime Last);
