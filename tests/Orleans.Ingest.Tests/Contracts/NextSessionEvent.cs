using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Tests.Contracts;

/// <summary><see cref="SessionEvent"/> as a later version may have it: with one member more.</summary>
[GenerateSerializer, Alias("next.SessionEvent")]
public sealed record NextSessionEvent
{
    [Id(0)] public EventId Id { get; init; }
    [Id(1)] public DateTime Born { get; init; }
    [Id(2)] public IngestEvent? Event { get; init; }
    [Id(3)] public string? Domain { get; init; }
    [Id(4)] public ulong PreviousUserId { get; init; }
    [Id(5)] public SessionRoute Route { get; init; }
    [Id(6)] public string? TraceParent { get; init; }
    [Id(7)] public ClientId? ClientId { get; init; }
    [Id(8)] public DropReason? Released { get; init; }
    [Id(9)] public string? Added { get; init; }
}
