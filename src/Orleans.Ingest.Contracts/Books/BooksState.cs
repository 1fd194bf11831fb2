using System.Collections.Immutable;

namespace Orleans.Ingest.Contracts.Books;

/// <summary>How the books stand.</summary>
[GenerateSerializer, Immutable, Alias("ingest.BooksState")]
public sealed record BooksState
{
    /// <summary>Minutes before this one, UTC, have been checked, back to a day before; null while none has.</summary>
    [Id(0)] public DateTime? CheckedUntil { get; init; }
    /// <summary>Minutes that are off.</summary>
    [Id(1)] public ImmutableArray<BookEntryOff> Off { get; init; } = [];
    /// <summary>Why nothing is checked now, a sentence; null when it is.</summary>
    [Id(2)] public string? Problem { get; init; }
    /// <summary>When the oldest event that waits for ClickHouse was appended, UTC; null when none waits.</summary>
    [Id(3)] public DateTime? PendingSince { get; init; }
    /// <summary>Bytes that wait for ClickHouse.</summary>
    [Id(4)] public long PendingBytes { get; init; }
    /// <summary>Flush groups that were set aside as dead letters.</summary>
    [Id(5)] public long DeadLetterGroups { get; init; }
}
