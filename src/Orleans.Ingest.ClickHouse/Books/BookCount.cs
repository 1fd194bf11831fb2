namespace Orleans.Ingest.ClickHouse.Books;

/// <summary>What is counted of one site.</summary>
/// <param name="SiteId">The site; 0 for events of domains that name none.</param>
/// <param name="Minute">The minute, UTC; the beginning of the range when all its minutes are summed.</param>
/// <param name="Metric"><c>buffered</c>, or <c>dropped_</c> and the reason.</param>
/// <param name="Value">How many events.</param>
public readonly record struct BookCount(ulong SiteId, DateTime Minute, string Metric, ulong Value);
