namespace Orleans.Ingest.Contracts.Books;

/// <summary>A site's minute that does not balance.</summary>
/// <param name="SiteId">The site.</param>
/// <param name="Minute">The minute, UTC: of the events, or in which the sessions began.</param>
/// <param name="OfSessions">False: <paramref name="Stored"/> rows of events where <paramref name="Counted"/> were counted in the log. True: sessions say <paramref name="Counted"/> events, and have <paramref name="Stored"/>.</param>
/// <param name="Counted">Events that should be there.</param>
/// <param name="Stored">Events that are.</param>
[GenerateSerializer, Immutable, Alias("ingest.BookEntryOff")]
public readonly record struct BookEntryOff(
    [property: Id(0)] ulong SiteId, [property: Id(1)] DateTime Minute, [property: Id(2)] bool OfSessions, [property: Id(3)] ulong Counted, [property: Id(4)] ulong Stored);
