using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Contracts.Sessions;

/// <summary>An event on its way to its visitor's grain. A retry repeats the message; only the way between the visitor's ids may change.</summary>
[GenerateSerializer, Immutable, Alias("ingest.SessionEvent")]
public sealed record SessionEvent
{
    /// <summary>The event's name for good.</summary>
    [Id(0)] public required EventId Id { get; init; }
    /// <summary>When the front end received it, UTC, with fractions of a second.</summary>
    [Id(1)] public required DateTime Born { get; init; }
    /// <summary>The event, enriched, under the user id of its day's salt.</summary>
    [Id(2)] public required IngestEvent Event { get; init; }
    /// <summary>The domain as sent, for the counters.</summary>
    [Id(3)] public required string Domain { get; init; }
    /// <summary>The visitor's user id under the salt of the day before; 0 when that salt is gone.</summary>
    [Id(4)] public ulong PreviousUserId { get; init; }
    /// <summary>Where the event stands on its way between the visitor's two ids.</summary>
    [Id(5)] public SessionRoute Route { get; init; }
    /// <summary>The span of the request that brought the event, as <c>traceparent</c> writes it; null unless that request is sampled.</summary>
    [Id(6)] public string? TraceParent { get; init; }
    /// <summary>The client's own id of the event; it becomes durable together with the event.</summary>
    [Id(7)] public ClientId? ClientId { get; init; }
    /// <summary>The rule that had dropped the event when it came; null unless it lands from the quarantine of its site.</summary>
    [Id(8)] public DropReason? Released { get; init; }

    /// <summary>The visitor whose grain it goes to.</summary>
    public SessionKey Visitor => new(Event.SiteId, Route == SessionRoute.ToPrevious ? PreviousUserId : Event.UserId);

    /// <summary>
    /// Around a change of salts grains answer where an event belongs: own -> previous -> own, and on to the newer id when its own has been closed meanwhile. The event as it is to be sent
    /// on; null when the answer is another one.
    /// </summary>
    public SessionEvent? SentOnBy(RecordOutcome outcome) => outcome.Status switch
    {
        RecordStatus.AskPrevious when this is { Route: SessionRoute.Direct, PreviousUserId: not 0 } => this with { Route = SessionRoute.ToPrevious },
        RecordStatus.PreviousIsClosed when Route == SessionRoute.ToPrevious => this with { Route = SessionRoute.PreviousClosed },
        RecordStatus.IsClosed when Route == SessionRoute.Direct && outcome.ClosedFor != 0 => MovedTo(outcome.ClosedFor),
        _ => null,
    };

    /// <summary>
    /// The event under the id that its own was closed for: from here on it is one of that id, whose previous one is known to be closed.
    /// So it may begin the session there; sent back, it would find the closed id again.
    /// </summary>
    public SessionEvent MovedTo(ulong userId) => this with
    {
        Event = Event with { UserId = userId },
        PreviousUserId = Event.UserId,
        Route = SessionRoute.PreviousClosed,
    };
}
