namespace Orleans.Ingest.Contracts.Books;

/// <summary>One count.</summary>
/// <param name="SiteId">The site; 0 for events of domains that name none.</param>
/// <param name="Minute">The minute, UTC; the beginning of the range for sums.</param>
/// <param name="Metric"><c>buffered</c> for stored events, else <c>dropped_</c> and the reason.</param>
/// <param name="Value">How many events.</param>
[GenerateSerializer, Immutable, Alias("ingest.BookLine")]
public readonly record struct BookLine([property: Id(0)] ulong SiteId, [property: Id(1)] DateTime Minute, [property: Id(2)] string Metric, [property: Id(3)] ulong Value);
