namespace Orleans.Ingest.Contracts.Books;

/// <summary>One count.</summary>
[GenerateSerializer, Immutable, Alias("ingest.BookLine")]
public readonly record struct BookLine
{
    /// <summary>The site; 0 for events of domains that name none.</summary>
    [Id(0)] public ulong SiteId { get; init; }
    /// <summary>The minute, UTC; the beginning of the range for sums.</summary>
    [Id(1)] public DateTime Minute { get; init; }
    /// <summary><c>buffered</c> for stored events, else <c>dropped_</c> and the reason.</summary>
    [Id(2)] public string Metric { get; init; }
    /// <summary>How many events.</summary>
    [Id(3)] public ulong Value { get; init; }
}
