namespace Orleans.Ingest.ClickHouse.Books;

/// <summary>A site's minute in which the tables do not hold what was counted.</summary>
/// <param name="SiteId">The site.</param>
/// <param name="Minute">The minute, UTC: of the events, or in which the sessions began.</param>
/// <param name="OfSessions">False: <paramref name="Stored"/> rows of events where <paramref name="Counted"/> were counted in the log. True: sessions say <paramref name="Counted"/> events, and have <paramref name="Stored"/>.</param>
/// <param name="Counted">What should be there.</param>
/// <param name="Stored">What is.</param>
public readonly record struct BookDifference(ulong SiteId, DateTime Minute, bool OfSessions, ulong Counted, ulong Stored);
