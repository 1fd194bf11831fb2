using System.Collections.Immutable;

namespace Orleans.Ingest.Pipeline.Sessions;

/// <summary>
/// What a visitor's grain must know to go on after it moved or died: written with every event, in the same append as the event's row.
/// Ids and horizon outlive a session's end, so that a late retry is still recognised.
/// </summary>
/// <param name="Version">64 random bits, new with every append; the next append names it as the one it builds on.</param>
/// <param name="Session">The newest session row; null when the visitor has none (only ids are kept).</param>
/// <param name="Seen">The newest event ids, oldest birth first; as many as the grain remembers, of which <see cref="Written"/> goes into the log.</param>
/// <param name="Horizon">The largest birth pushed off <paramref name="Seen"/>: an unknown event born at or before it cannot be judged.</param>
/// <param name="ClosedFor">
/// The user id that the visitor has under the next day's salt, once sessions begin under that one alone; 0 while this one is in use.
/// </param>
public sealed record SessionSnapshot(ulong Version, SessionState? Session, SeenEvents Seen, DateTime Horizon, ulong ClosedFor = 0)
{
    /// <summary>Ids that are written with every event: more events than nearly any visitor sends within the retry budget.</summary>
    public const int MaxSeen = 64;

    /// <summary>
    /// Ids that a grain remembers, while they are younger than <see cref="RetryAge"/>: of a visitor with far more than usual, events that a silo's death held up come again in any order, and
    /// the older ones must not be refused for the newer.
    /// </summary>
    public const int MaxHeld = 4 * MaxSeen;

    /// <summary>The longest that an event is tried again: the most that a retry budget may be.</summary>
    public static readonly TimeSpan RetryAge = TimeSpan.FromMinutes(1);

    /// <summary>How much older than the newest birth an id may be; no retry comes later, and snapshots stay small.</summary>
    public static readonly TimeSpan MaxSeenAge = TimeSpan.FromMinutes(2);

    /// <summary>The visitor's sessions before <see cref="Session"/>, for events that come late; see <see cref="VisitorSessions"/>.</summary>
    public ImmutableArray<SessionState> Earlier { get; init; } = [];

    /// <summary>The ids and the horizon that are written: whoever reads them knows of no more than <see cref="MaxSeen"/> events.</summary>
    public (SeenEvents Seen, DateTime Horizon) Written
    {
        get
        {
            var held = Seen.Count - MaxSeen;
            if (held <= 0) return (Seen, Horizon);
            var pushedOff = Seen[held - 1].Born;
            return (Seen.Without(held), pushedOff > Horizon ? pushedOff : Horizon);
        }
    }

    /// <summary><see cref="Earlier"/> and <see cref="Session"/> together.</summary>
    public VisitorSessions Sessions => new(Session, Earlier);

    /// <summary>True when the visitor already holds this event: it is answered, not counted again.</summary>
    public bool Holds(EventId id) => Seen.Holds(id);

    /// <summary>False for an event that may or may not have been pushed off: it is refused, since it could be counted twice.</summary>
    public bool CanJudge(SeenEvent e) => e.Born > Horizon || Holds(e.Id);

    /// <summary>
    /// Adds ids, then forgets the oldest: those older than <see cref="MaxSeenAge"/> at the newest birth, those beyond <see cref="MaxSeen"/> that are older than <see cref="RetryAge"/>, and
    /// those beyond <see cref="MaxHeld"/>. The horizon moves to the largest birth forgotten.
    /// </summary>
    public SessionSnapshot Remember(params ReadOnlySpan<SeenEvent> events)
    {
        var (seen, horizon) = Remembered(events);
        return this with { Seen = seen, Horizon = horizon };
    }

    /// <summary>The snapshot after some more events, which it remembers as <see cref="Remember"/> does.</summary>
    /// <param name="version">See <see cref="Version"/>.</param>
    /// <param name="sessions">The visitor's sessions after them.</param>
    /// <param name="closedFor">See <see cref="ClosedFor"/>; 0 when they do not close it.</param>
    /// <param name="events">The events.</param>
    public SessionSnapshot After(ulong version, VisitorSessions sessions, ulong closedFor, params ReadOnlySpan<SeenEvent> events)
    {
        // One object, not one a change: this is done for every event.
        var (seen, horizon) = Remembered(events);
        return new(version, sessions.Newest, seen, horizon, closedFor == 0 ? ClosedFor : closedFor) { Earlier = sessions.Earlier };
    }

    private (SeenEvents Seen, DateTime Horizon) Remembered(ReadOnlySpan<SeenEvent> events)
    {
        if (events is [])
            return (Seen, Horizon);

        var all = Seen.With(events);
        var newest = all[all.Count - 1].Born;
        var forgotten = 0;
        while (IsForgotten(all.Count - forgotten, newest - all[forgotten].Born))
            forgotten++;

        var pushedOff = forgotten == 0 ? Horizon : all[forgotten - 1].Born;
        return (all.Without(forgotten), pushedOff > Horizon ? pushedOff : Horizon);
    }

    private static bool IsForgotten(int count, TimeSpan age) => age > MaxSeenAge || count > MaxHeld || (count > MaxSeen && age > RetryAge);
}
