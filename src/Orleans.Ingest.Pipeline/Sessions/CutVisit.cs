using System.Collections.Immutable;

namespace Orleans.Ingest.Pipeline.Sessions;

/// <summary>A stored visit without some of its events.</summary>
/// <param name="Sessions">The visits that the others make, by their beginning; none when no event is left.</param>
/// <param name="Replaced">The visit's row that goes; null when it has gone before: a try before this one came as far as that.</param>
/// <param name="Moved">Positions of the events that stay, each with its session.</param>
/// <param name="Removed">Positions of the events that go: those that were caught, and engagement that now belongs to no visit.</param>
public sealed record CutVisit(ImmutableArray<SessionState> Sessions, SessionState? Replaced, ImmutableArray<(SessionState Session, ulong Position)> Moved, ImmutableArray<ulong> Removed);
