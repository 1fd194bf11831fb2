namespace Orleans.Ingest.Contracts.ClientIds;

/// <summary>Answer to a claim.</summary>
/// <param name="Status">What is known of the id.</param>
/// <param name="Claim">The claim that holds: the one that was asked for, or an earlier one.</param>
[GenerateSerializer, Immutable, Alias("ingest.ClaimedId")]
public readonly record struct ClaimedId([property: Id(0)] ClientIdStatus Status, [property: Id(1)] ClientIdClaim Claim);
