using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Contracts.Sessions;

/// <summary>Answer of <see cref="ISessionGrain.RecordAsync"/>.</summary>
/// <param name="Status">What became of the event.</param>
/// <param name="Reason">Set when <paramref name="Status"/> is <see cref="RecordStatus.Dropped"/>.</param>
/// <param name="ClosedFor">Where the event belongs when <paramref name="Status"/> is <see cref="RecordStatus.IsClosed"/>, else 0.</param>
/// <param name="Position">The event's position in the log when <paramref name="Status"/> is <see cref="RecordStatus.Stored"/>; 0 for a repeat whose position is not remembered.</param>
[GenerateSerializer, Immutable, Alias("ingest.RecordOutcome")]
public readonly record struct RecordOutcome([property: Id(0)] RecordStatus Status, [property: Id(1)] DropReason? Reason = null, [property: Id(2)] ulong ClosedFor = 0, [property: Id(3)] ulong Position = 0)
{
    /// <summary>The event is stored or dropped: nothing more is to be done for it.</summary>
    public bool IsFinal => Status is RecordStatus.Stored or RecordStatus.Dropped;

    /// <summary>The event is durable.</summary>
    public static RecordOutcome Stored => new(RecordStatus.Stored);
    /// <summary>The event is durable, at this position of the log.</summary>
    public static RecordOutcome StoredAt(ulong position) => new(RecordStatus.Stored, Position: position);
    /// <summary>The event was dropped by a rule of sessions.</summary>
    public static RecordOutcome Dropped(DropReason reason) => new(RecordStatus.Dropped, reason);
    /// <summary>The event could not be made durable now.</summary>
    public static RecordOutcome Unavailable => new(RecordStatus.Unavailable);
    /// <summary>The event belongs to another user id of its visitor.</summary>
    public static RecordOutcome IsClosed(ulong closedFor) => new(RecordStatus.IsClosed, ClosedFor: closedFor);
}
