using System.Collections.Immutable;

namespace Orleans.Ingest.Contracts.Quarantine;

/// <summary>What deciding again would do now.</summary>
/// <param name="Landing">Kept events that would be stored, by the rule that dropped them.</param>
/// <param name="Visitors">Their visitors.</param>
/// <param name="Staying">Kept events that a rule still drops.</param>
/// <param name="Removed">Stored events that a rule drops now, and that would be removed.</param>
/// <param name="Visits">The visits of those, which would be corrected or go.</param>
[GenerateSerializer, Immutable, Alias("ingest.RedecisionPreview")]
public sealed record RedecisionPreview(
    [property: Id(0)] ImmutableArray<RedecisionCount> Landing, [property: Id(1)] ulong Visitors, [property: Id(2)] ulong Staying, [property: Id(3)] ulong Removed, [property: Id(4)] ulong Visits);
