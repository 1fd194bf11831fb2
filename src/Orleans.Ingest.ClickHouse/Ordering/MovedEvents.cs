using System.Collections.Immutable;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.ClickHouse.Ordering;

/// <summary>Events whose rows belong to another session than they say.</summary>
/// <param name="Session">Theirs.</param>
/// <param name="Positions">The events' positions.</param>
public sealed record MovedEvents(SessionState Session, ImmutableArray<ulong> Positions);
