using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Tests.Contracts;

/// <summary><see cref="RecordOutcome"/> as a later version may have it: with one member more.</summary>
[GenerateSerializer, Alias("next.RecordOutcome")]
public readonly record struct NextRecordOutcome(
    [property: Id(0)] RecordStatus Status, [property: Id(1)] DropReason? Reason, [property: Id(2)] ulong ClosedFor, [property: Id(3)] ulong Position, [property: Id(4)] string? Added);
