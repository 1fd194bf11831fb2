using System.Collections.Immutable;

namespace Orleans.Ingest.Pipeline.Sessions;

/// <summary>A visit that was stored as several, and is one.</summary>
/// <param name="Session">The one session; its id is that of the session that began first.</param>
/// <param name="Replaced">The rows of the sessions that it takes the place of, its own older one among them.</param>
/// <param name="Moved">Positions of the events that were stored with another session.</param>
public sealed record JoinedVisit(SessionState Session, ImmutableArray<SessionState> Replaced, ImmutableArray<ulong> Moved)
{
    /// <summary>True when the session's row is already as it should be: a try before this one came as far as that.</summary>
    public bool IsStored => Replaced is [var only] && only.SessionId == Session.SessionId && only.Events == Session.Events;
}
