using System.Collections.Immutable;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Contracts.Quarantine;

/// <summary>A kept event as it is shown to a person.</summary>
[GenerateSerializer, Immutable, Alias("ingest.QuarantineSample")]
public sealed record QuarantineSample
{
    /// <summary>When it came, UTC.</summary>
    [Id(0)] public required DateTime ReceivedAt { get; init; }
    /// <summary>When it happened, UTC.</summary>
    [Id(1)] public required DateTime Timestamp { get; init; }
    /// <summary>Its name.</summary>
    [Id(2)] public required string Name { get; init; }
    /// <summary>Host of the page.</summary>
    [Id(3)] public required string Hostname { get; init; }
    /// <summary>Path of the page.</summary>
    [Id(4)] public required string Pathname { get; init; }
    /// <summary>Name of the visit's source; empty when it has none.</summary>
    [Id(5)] public required string Source { get; init; }
    /// <summary>ISO 3166 code; empty when unknown.</summary>
    [Id(6)] public required string Country { get; init; }
    /// <summary>The browser's name; empty when unknown.</summary>
    [Id(7)] public required string Browser { get; init; }
    /// <summary>The system's name; empty when unknown.</summary>
    [Id(8)] public required string OperatingSystem { get; init; }
    /// <summary>Sixteen bits of the visitor's daily pseudonym: enough to follow a visit by eye.</summary>
    [Id(9)] public required ushort Visit { get; init; }
    /// <summary>All rules that matched.</summary>
    [Id(10)] public required ImmutableArray<DropReason> Matched { get; init; }
}
