using System.Collections.Immutable;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Contracts.Quarantine;

/// <summary>What one rule has dropped of a site.</summary>
/// <param name="Reason">The rule, named by its drop reason.</param>
/// <param name="Dropped">Events that it dropped, by <c>ingest_counters</c>, in whole minutes of their own times; at least those that are kept.</param>
/// <param name="Kept">Those of them that are kept; fewer when the quarantine was off or full, or the visitor opted out.</param>
/// <param name="Samples">The newest of them.</param>
[GenerateSerializer, Immutable, Alias("ingest.QuarantineRule")]
public sealed record QuarantineRule([property: Id(0)] DropReason Reason, [property: Id(1)] ulong Dropped, [property: Id(2)] ulong Kept, [property: Id(3)] ImmutableArray<QuarantineSample> Samples);
