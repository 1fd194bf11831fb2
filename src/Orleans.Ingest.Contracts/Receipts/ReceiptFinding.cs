namespace Orleans.Ingest.Contracts.Receipts;

/// <summary>Answer of <see cref="IReceiptGrain"/>.</summary>
/// <param name="Status">What became of the event.</param>
/// <param name="Reason">Why it is a dead letter, without anything that was in it; else null.</param>
/// <param name="Detail">What else there is to say; null for nothing.</param>
[GenerateSerializer, Immutable, Alias("ingest.ReceiptFinding")]
public sealed record ReceiptFinding([property: Id(0)] ReceiptStatus Status, [property: Id(1)] string? Reason = null, [property: Id(2)] string? Detail = null);
