using System.Buffers.Binary;
using System.Collections.Immutable;
using Orleans.Ingest.Pipeline.Visitors;

namespace Orleans.Ingest.Pipeline.Sessions;

/// <summary>
/// Takes events out of a stored visit, as if they had never come. Where they held it together it becomes several. What is left gets new ids: a row with fewer events than the one that it
/// takes the place of would be the older one to ClickHouse, whose version of a session is the number of its events.
/// </summary>
public static class VisitCut
{
    /// <summary>The visit without the events that are caught.</summary>
    /// <param name="visit">All events of one session, in any order.</param>
    /// <param name="isCaught">Whether an event goes.</param>
    /// <param name="rows">The visitor's session rows, as they are now.</param>
    /// <returns>Null when the rows and the events do not add up: then nothing that is known is a reason to change them.</returns>
    public static CutVisit? Of(IEnumerable<StoredEvent> visit, Func<StoredEvent, bool> isCaught, IReadOnlyCollection<SessionState> rows)
    {
        ArgumentNullException.ThrowIfNull(isCaught);
        ArgumentNullException.ThrowIfNull(rows);
        StoredEvent[] inOrder = [.. visit.OrderBy(stored => stored.Event.Timestamp).ThenBy(stored => stored.Position)];
        // Rows of another program may follow other rules, and have no position to be told by.
        if (Array.Exists(inOrder, stored => stored.Position == 0)) return null;
        var sessions = new List<SessionState>();
        var moved = new List<(int Session, ulong Position)>();
        var removed = ImmutableArray.CreateBuilder<ulong>();
        foreach (var stored in inOrder)
        {
            var step = isCaught(stored) ? default : SessionStep.Apply(sessions is [.., var live] ? live : null, stored.Event, IdOf(stored));
            if (step.Session is not { } session)
            {
                removed.Add(stored.Position);
                continue;
            }

            if (step.IsNew) sessions.Add(session);
            else sessions[^1] = session;
            moved.Add((sessions.Count - 1, stored.Position));
        }

        var replaced = rows.FirstOrDefault(row => row.SessionId == inOrder[0].SessionId);
        var addsUp = replaced is not null ? replaced.Events == inOrder.Count(stored => !stored.Event.IsEngagement) : sessions.TrueForAll(session => rows.Any(row => row.SessionId == session.SessionId));
        return addsUp ? new([.. sessions], replaced, [.. moved.Select(place => (sessions[place.Session], place.Position))], removed.ToImmutable()) : null;
    }

    /// <summary>The id of the session that an event begins: the same at each try.</summary>
    private static ulong IdOf(StoredEvent first)
    {
        Span<byte> key = stackalloc byte[SipHash.KeyLength];
        key.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(key, first.SessionId);
        Span<byte> position = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(position, first.Position);
        // Never 0, which stands for "none".
        return SipHash.Hash(key, position) | 1;
    }
}
