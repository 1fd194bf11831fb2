using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Pipeline.Sessions;

/// <summary>
/// One event applied to a visitor's session: begins one, updates it, or keeps it alive.
/// Part of stop 5 of 8; next: EventBatcherGrain.
/// </summary>
public static class SessionStep
{
    /// <summary>The longest gap between two events of a session; this long is still alive.</summary>
    public static readonly TimeSpan MaxGap = TimeSpan.FromMinutes(30);

    /// <summary>
    /// An event this much older than its arrival was sent with a time of its own. An event that a tracker sends has the time of its arrival, and is in the log soon after:
    /// within the time for which it is tried again (10 s by default).
    /// </summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(20);

    /// <summary>True for an event that came later than <see cref="LateAfter"/>.</summary>
    /// <param name="at">Its time, UTC.</param>
    /// <param name="arrived">When it came, UTC.</param>
    public static bool IsLate(DateTime at, DateTime arrived) => arrived - at > LateAfter;

    /// <summary>
    /// True when an event comes late and before what its session has already: applied to it now, it would be taken for the session's newest. It begins a session of its own
    /// instead, and <see cref="VisitOrder"/> joins the two once both are stored. Engagement changes no row, in whichever order it comes.
    /// </summary>
    /// <param name="session">The session that is alive at the event's time.</param>
    /// <param name="e">The event.</param>
    /// <param name="born">When it arrived, UTC.</param>
    public static bool IsOutOfOrder(SessionState session, IngestEvent e, DateTime born) =>
        e.Timestamp < session.Timestamp && IsLate(e.Timestamp, born) && !e.IsEngagement;

    /// <summary>Applies an event.</summary>
    /// <param name="live">The visitor's newest session, alive or not; null when there is none.</param>
    /// <param name="e">The event.</param>
    /// <param name="newSessionId">64 random bits, used when a session begins.</param>
    public static StepResult Apply(SessionState? live, IngestEvent e, ulong newSessionId)
    {
        if (live is null || !IsAlive(live, e.Timestamp))
        {
            return e.IsEngagement
                ? StepResult.Dropped(e.Name == IngestEvent.PageleaveName ? DropReason.NoSessionForPageleave : DropReason.NoSessionForEngagement)
                : StepResult.Began(Begin(e, newSessionId));
        }

        var lastActivity = e.Timestamp > live.LastActivity ? e.Timestamp : live.LastActivity;
        return e.IsEngagement ? StepResult.Touched(live with { LastActivity = lastActivity }) : StepResult.Updated(Update(live, e, lastActivity));
    }

    /// <summary>
    /// True when an event of this time belongs to the session. An event may be older than the newest one (it was late),
    /// but then too the gap to the session is at most 30 minutes.
    /// </summary>
    public static bool IsAlive(SessionState session, DateTime at) =>
        at - session.LastActivity <= MaxGap && session.Start - at <= MaxGap;

    private static SessionState Begin(IngestEvent e, ulong sessionId) => new()
    {
        SessionId = sessionId,
        SiteId = e.SiteId,
        UserId = e.UserId,
        Start = e.Timestamp,
        Timestamp = e.Timestamp,
        LastActivity = e.Timestamp,
        Hostname = e.IsPageview ? e.Hostname : "",
        EntryPage = e.IsPageview ? e.Pathname : "",
        ExitPage = e.IsPageview ? e.Pathname : "",
        ExitPageHostname = e.IsPageview ? e.Hostname : "",
        IsBounce = e.IsPageview || !e.Interactive,
        Pageviews = e.IsPageview ? 1 : 0,
        Events = 1,
        EntryProps = e.Props,
        Visit = e.Visit,
    };

    // One copy of the session, not one a rule: this is done for every event.
    private static SessionState Update(SessionState session, IngestEvent e, DateTime lastActivity)
    {
        var isFirstPageview = e.IsPageview && session.Pageviews == 0;
        return session with
        {
            Timestamp = e.Timestamp,
            LastActivity = lastActivity,
            Duration = (uint)(e.Timestamp - session.Start).Duration().TotalSeconds,
            Events = session.Events + 1,
            IsBounce = session.IsBounce && (e.IsPageview ? session.Pageviews == 0 : !e.Interactive),
            Pageviews = e.IsPageview ? session.Pageviews + 1 : session.Pageviews,
            Hostname = isFirstPageview ? e.Hostname : session.Hostname,
            EntryPage = isFirstPageview ? e.Pathname : session.EntryPage,
            ExitPage = e.IsPageview ? e.Pathname : session.ExitPage,
            ExitPageHostname = e.IsPageview ? e.Hostname : session.ExitPageHostname,
        };
    }
}
