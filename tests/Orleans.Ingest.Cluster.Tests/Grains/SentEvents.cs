using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Pipeline.Events;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>Events of site 1 as a front end sends them, and their way to the grains.</summary>
internal static class SentEvents
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static ulong _nextRequest;

    /// <summary>One call, to the grain that the event's route names.</summary>
    public static Task<RecordOutcome> RecordAsync(SiloFixture silo, SessionEvent sent) =>
        silo.Grains.GetGrain<ISessionGrain>(
            new SessionKey(sent.Event.SiteId, sent.Route == SessionRoute.ToPrevious ? sent.PreviousUserId : sent.Event.UserId).ToString()).RecordAsync(sent).AsTask();

    /// <summary>The same from within the process of the first silo, where the grain must be.</summary>
    public static Task<RecordOutcome> CallAsync(SiloFixture silo, SessionEvent sent)
    {
        Assert.True(silo.LocalSessions[0].TryRecord(sent, out var recorded));
        return recorded.AsTask();
    }

    /// <summary>The event as the answer sends it on; null when it is at its end.</summary>
    public static SessionEvent? Next(SessionEvent sent, RecordOutcome outcome) => outcome.Status switch
    {
        RecordStatus.Stored or RecordStatus.Dropped => null,
        RecordStatus.AskPrevious => sent with { Route = SessionRoute.ToPrevious },
        RecordStatus.PreviousIsClosed => sent with { Route = SessionRoute.PreviousClosed },
        RecordStatus.IsClosed => sent.MovedTo(outcome.ClosedFor),
        _ => sent with { Route = SessionRoute.Direct },
    };

    /// <summary>Sends an event as a front end does: between the visitor's ids as the grains say, and again while it is not durable.</summary>
    public static async Task<RecordOutcome> StoreAsync(SiloFixture silo, SessionEvent sent, Action? beforeCall = null)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            beforeCall?.Invoke();
            var outcome = await RecordAsync(silo, sent);
            if (Next(sent, outcome) is not { } next) return outcome;
            sent = next;
        }

        throw new InvalidOperationException($"{sent} was not stored.");
    }

    public static ISessionGrain Grain(SiloFixture silo, ulong userId) => silo.Grains.GetGrain<ISessionGrain>(new SessionKey(1, userId).ToString());

    public static SessionEvent Engagement(ulong userId = 42) => Event(IngestEvent.EngagementName, "/a", userId);

    public static SessionEvent Pageview(string path, ulong userId = 42, ulong previous = 0, DateTime? at = null, DateTime? born = null) =>
        Event(IngestEvent.PageviewName, path, userId, previous, at, born);

    private static SessionEvent Event(string name, string path, ulong userId, ulong previous = 0, DateTime? at = null, DateTime? born = null) => new()
    {
        Id = new(Interlocked.Increment(ref _nextRequest), 0),
        Born = born ?? Noon,
        Domain = "example.com",
        PreviousUserId = previous,
        Event = new()
        {
            Timestamp = at ?? Noon,
            Name = name,
            SiteId = 1,
            UserId = userId,
            Hostname = "example.com",
            Pathname = path,
            Visit = VisitAttributes.Empty,
        },
    };
}
