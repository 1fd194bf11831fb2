using System.Collections.Immutable;

namespace Orleans.Ingest.Pipeline.Sessions;

/// <summary>
/// What a visitor's stored events say of his visits, whatever order they came in: a visit is a run of events with gaps of at most <see cref="SessionStep.MaxGap"/>. An event
/// that comes late can only extend one, join several or be one by itself, never split one.
/// </summary>
public static class VisitOrder
{
    /// <summary>The runs that were stored as several sessions and hold an event that came late.</summary>
    /// <param name="events">All events of one visitor over some time, in any order.</param>
    /// <param name="cameLate">Whether an event is one of those that came late.</param>
    public static IEnumerable<ImmutableArray<PlacedEvent>> Torn(IEnumerable<PlacedEvent> events, Func<PlacedEvent, bool> cameLate)
    {
        ArgumentNullException.ThrowIfNull(cameLate);
        // Events of one second in the order of the log, as they would be taken.
        foreach (var run in Runs(events.OrderBy(e => e.At).ThenBy(e => e.Position)))
        {
            // Rows of another program may follow other rules, and have columns that are not known here.
            if (run.Any(cameLate) && run.Any(e => e.SessionId != run[0].SessionId) && run.All(e => e.Position > 0)) yield return run;
        }
    }

    /// <summary>The visit that a run of events makes, as if they had come in order.</summary>
    /// <param name="run">The events of one run, in any order.</param>
    /// <param name="sessions">The rows of their sessions, as they are now.</param>
    /// <returns>
    /// Null when the rows and the events do not add up, as when a session has events elsewhere: then nothing that is known is a reason to change them.
    /// </returns>
    public static JoinedVisit? Join(IEnumerable<StoredEvent> run, IReadOnlyCollection<SessionState> sessions)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        StoredEvent[] inOrder = [.. run.OrderBy(stored => stored.Event.Timestamp).ThenBy(stored => stored.Position)];
        if (Array.Find(inOrder, stored => !stored.Event.IsEngagement) is not { } first) return null;
        var ids = inOrder.Select(stored => stored.SessionId).ToHashSet();
        ImmutableArray<SessionState> replaced = [.. sessions.Where(session => ids.Contains(session.SessionId))];
        if (replaced.Sum(session => session.Events) != inOrder.Count(stored => !stored.Event.IsEngagement)) return null;
        SessionState? session = null;
        foreach (var stored in inOrder)
        {
            // An engagement before the first event: its session began with a later one.
            if (SessionStep.Apply(session, stored.Event, first.SessionId).Session is { } next) session = next;
        }

        return new(session!, replaced, [.. inOrder.Where(stored => stored.SessionId != first.SessionId).Select(stored => stored.Position)]);
    }

    private static IEnumerable<ImmutableArray<PlacedEvent>> Runs(IEnumerable<PlacedEvent> inOrder)
    {
        var run = ImmutableArray.CreateBuilder<PlacedEvent>();
        foreach (var e in inOrder)
        {
            if (run.Count > 0 && e.At - run[^1].At > SessionStep.MaxGap) yield return run.DrainToImmutable();
            run.Add(e);
        }

        if (run.Count > 0) yield return run.DrainToImmutable();
    }
}
