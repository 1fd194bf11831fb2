using System.Collections.Immutable;

namespace Orleans.Ingest.Contracts.Quarantine;

/// <summary>What is kept of a site's dropped events.</summary>
/// <param name="Rules">By the rule that dropped them first, the most first.</param>
[GenerateSerializer, Immutable, Alias("ingest.QuarantineContents")]
public sealed record QuarantineContents([property: Id(0)] ImmutableArray<QuarantineRule> Rules);
