using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Pipeline.Sessions;

/// <summary>A visitor's event as its row in <c>events_v2</c> shows it.</summary>
/// <param name="Position">Its position in the log.</param>
/// <param name="SessionId">The session that it was stored with.</param>
/// <param name="Event">The event; its attributes are those of its session, which are its own when it began it.</param>
public sealed record StoredEvent(ulong Position, ulong SessionId, IngestEvent Event);
