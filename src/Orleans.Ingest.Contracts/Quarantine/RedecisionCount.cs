using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Contracts.Quarantine;

/// <summary>Kept events that a rule dropped.</summary>
/// <param name="Reason">The rule, named by its drop reason.</param>
/// <param name="Events">How many.</param>
[GenerateSerializer, Immutable, Alias("ingest.RedecisionCount")]
public readonly record struct RedecisionCount([property: Id(0)] DropReason Reason, [property: Id(1)] ulong Events);
