using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Contracts.ClientIds;

/// <summary>
/// Under which names an event with a client's own id goes on its way: fixed by its first sight, so that a repeat a day later is judged as the same event of the
/// same visitor, even when the salt that its user ids were made with is gone.
/// </summary>
[GenerateSerializer, Immutable, Alias("ingest.ClientIdClaim")]
public sealed record ClientIdClaim
{
    /// <summary>The client's id.</summary>
    [Id(0)] public required ClientId ClientId { get; init; }
    /// <summary>The event's name for good.</summary>
    [Id(1)] public required EventId EventId { get; init; }
    /// <summary>The visitor's user id.</summary>
    [Id(2)] public required ulong UserId { get; init; }
    /// <summary>The user id under the salt of the day before; 0 when there is none.</summary>
    [Id(3)] public required ulong PreviousUserId { get; init; }
    /// <summary>When the event was received, UTC.</summary>
    [Id(4)] public required DateTime Born { get; init; }
}
