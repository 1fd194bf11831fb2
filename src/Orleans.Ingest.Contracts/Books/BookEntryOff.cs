namespace Orleans.Ingest.Contracts.Books;

/// <summary>A site's minute that does not balance.</summary>
[GenerateSerializer, Immutable, Alias("ingest.BookEntryOff")]
public readonly record struct BookEntryOff
{
    /// <summary>The site.</summary>
    [Id(0)] public ulong SiteId { get; init; }
    /// <summary>The minute, UTC: of the events, or in which the sessions began.</summary>
    [Id(1)] public DateTime Minute { get; init; }
    /// <summary>True when sessions do not add up to their events; false when events were counted that are not there, or the other way round.</summary>
    [Id(2)] public bool OfSessions { get; init; }
    /// <summary>Events that should be there.</summary>
    [Id(3)] public ulong Counted { get; init; }
    /// <summary>Events that are.</summary>
    [Id(4)] public ulong Stored { get; init; }
}
