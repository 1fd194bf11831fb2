using System.Collections.Immutable;

namespace Orleans.Ingest.Pipeline.Sessions;

/// <summary>
/// A visitor's sessions that are still known. Nearly all events belong to the newest; the earlier ones are for events that come late (bulk endpoint): they go into
/// the session of their own time, and never end the one that is live.
/// </summary>
/// <param name="Newest">The session that began last; null when none is known.</param>
/// <param name="Earlier">Those before it, by their beginning; at most <see cref="MaxEarlier"/>.</param>
public readonly record struct VisitorSessions(SessionState? Newest, ImmutableArray<SessionState> Earlier)
{
    /// <summary>More would make snapshots long, and a visitor has one or two sessions in the time that a snapshot lives.</summary>
    public const int MaxEarlier = 4;

    /// <summary>No session.</summary>
    public static VisitorSessions None { get; } = new(null, []);

    /// <summary>
    /// The session that an event of this time belongs to: the last one that had begun, if it was alive; else one that began at most
    /// <see cref="SessionStep.MaxGap"/> later; null when the event begins one.
    /// </summary>
    public SessionState? Find(DateTime at)
    {
        if (Newest is null) return null;
        if (at >= Newest.Start) return SessionStep.IsAlive(Newest, at) ? Newest : null;
        var after = Newest;
        for (var i = Earlier.Length - 1; i >= 0; i--)
        {
            if (at < Earlier[i].Start)
            {
                after = Earlier[i];
                continue;
            }

            if (SessionStep.IsAlive(Earlier[i], at)) return Earlier[i];
            break;
        }

        return SessionStep.IsAlive(after, at) ? after : null;
    }

    /// <summary>The session of this id as it is now; null when it is not known.</summary>
    public SessionState? Find(ulong sessionId)
    {
        if (Newest?.SessionId == sessionId) return Newest;
        foreach (var session in Earlier)
        {
            if (session.SessionId == sessionId) return session;
        }

        return null;
    }

    /// <summary>With a session that has changed or begun; the oldest is forgotten when they are too many.</summary>
    public VisitorSessions With(SessionState session)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (Newest is null || Newest.SessionId == session.SessionId) return this with { Newest = session };
        if (Find(session.SessionId) is { } known) return this with { Earlier = Earlier.Replace(known, session) };
        return session.Start >= Newest.Start
            ? new(session, Bounded(Earlier.Add(Newest)))
            : this with { Earlier = Bounded(Inserted(session)) };
    }

    /// <summary>With joined sessions in the place of those that went into them; one of which no session was known here stays unknown.</summary>
    /// <param name="joined">Sessions as they are from now on.</param>
    /// <param name="replaced">Those that they take the place of.</param>
    public VisitorSessions Corrected(ImmutableArray<SessionState> joined, ImmutableArray<SessionState> replaced)
    {
        if (Newest is null) return this;
        var gone = replaced.Select(session => session.SessionId).ToHashSet();
        SessionState[] known = [.. Earlier, Newest];
        var kept = known.Where(session => !gone.Contains(session.SessionId)).ToList();
        if (kept.Count == known.Length) return this;
        kept.AddRange(joined);
        return kept.OrderBy(session => session.Start).Aggregate(None, (sessions, session) => sessions.With(session));
    }

    private ImmutableArray<SessionState> Inserted(SessionState session)
    {
        var at = Earlier.Length;
        while (at > 0 && Earlier[at - 1].Start > session.Start) at--;
        return Earlier.Insert(at, session);
    }

    private static ImmutableArray<SessionState> Bounded(ImmutableArray<SessionState> sessions) =>
        sessions.Length > MaxEarlier ? sessions.RemoveAt(0) : sessions;
}
