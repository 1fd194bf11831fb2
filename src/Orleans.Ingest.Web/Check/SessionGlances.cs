using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;
using Orleans.Ingest.Web.Events;

namespace Orleans.Ingest.Web.Check;

/// <summary>Looks for the session that an event would belong to, along the visitor's ids as <see cref="SessionCalls"/> goes, and changes nothing.</summary>
internal sealed class SessionGlances(ISessionGrains sessions, RetryBudget retries, TimeProvider time)
{
    /// <summary>A look reads a snapshot, and nobody's page waits for it.</summary>
    private const int Patience = 4;

    /// <summary>The session that is alive at the event's time, and the user id under which one would begin.</summary>
    /// <exception cref="TimeoutException">The visitor's grain does not answer.</exception>
    public async Task<(SessionState? Session, ulong UserId)> FindAsync(IngestEvent e, ulong previousUserId)
    {
        var own = await PeekAsync(e.SiteId, e.UserId, e.Timestamp);
        if (own is { ClosedFor: not 0 and var next }) return ((await PeekAsync(e.SiteId, next, e.Timestamp)).Session, next);
        if (own.Session is not null || previousUserId == 0) return (own.Session, e.UserId);
        return ((await PeekAsync(e.SiteId, previousUserId, e.Timestamp)).Session, e.UserId);
    }

    private Task<SessionGlance> PeekAsync(ulong siteId, ulong userId, DateTime at) =>
        sessions.Get(new(siteId, userId)).PeekAsync(at).AsTask().WaitAsync(retries.AttemptTimeout * Patience, time);
}
