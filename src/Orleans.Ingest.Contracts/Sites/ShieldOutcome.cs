namespace Orleans.Ingest.Contracts.Sites;

/// <summary>What became of a shield rule that was to be added: exactly one of the two is there.</summary>
/// <param name="Rule">The rule, durable.</param>
/// <param name="Error">Why there is none.</param>
[GenerateSerializer, Immutable, Alias("ingest.ShieldOutcome")]
public sealed record ShieldOutcome([property: Id(0)] ShieldRule? Rule, [property: Id(1)] string? Error);
