namespace Orleans.Ingest.Pipeline.Sessions;

/// <summary>Where a visitor's stored event is: enough to see whether its session is the right one.</summary>
/// <param name="Position">Its position in the log; 0 for a row that another program wrote.</param>
/// <param name="SessionId">The session that it was stored with.</param>
/// <param name="At">Its time, UTC, whole seconds.</param>
public readonly record struct PlacedEvent(ulong Position, ulong SessionId, DateTime At);
