using System.Collections.Immutable;

namespace Orleans.Ingest.Contracts.Books;

/// <summary>What is counted in a range, and how the books stand.</summary>
[GenerateSerializer, Immutable, Alias("ingest.BookPage")]
public sealed record BookPage
{
    /// <summary>How the books stand.</summary>
    [Id(0)] public required BooksState State { get; init; }
    /// <summary>The counts, by site or by minute; null when ClickHouse did not answer.</summary>
    [Id(1)] public ImmutableArray<BookLine>? Lines { get; init; }
}
