using System.Collections.Immutable;

namespace Orleans.Ingest.Contracts.Health;

/// <summary>What a silo sees.</summary>
[GenerateSerializer, Immutable, Alias("ingest.Inspection")]
public sealed record Inspection
{
    /// <summary>The silo's clock, UTC.</summary>
    [Id(0)] public required DateTime Now { get; init; }
    /// <summary>How long the silo took: the clock was read when it had ended.</summary>
    [Id(1)] public TimeSpan Took { get; init; }
    /// <summary>ClickHouse's clock less the silo's; null when ClickHouse did not answer.</summary>
    [Id(2)] public TimeSpan? ClickHouseAhead { get; init; }
    /// <summary>ClickHouse's version; null when it did not answer.</summary>
    [Id(3)] public string? ClickHouseVersion { get; init; }
    /// <summary>Bytes that wait for ClickHouse.</summary>
    [Id(4)] public long LogBytes { get; init; }
    /// <summary>Bytes at which events are answered 503.</summary>
    [Id(5)] public long LogMaxBytes { get; init; }
    /// <summary>Age of the oldest event that waits for ClickHouse.</summary>
    [Id(6)] public TimeSpan Lag { get; init; }
    /// <summary>Why no event can be made durable; null when it can.</summary>
    [Id(7)] public string? Fault { get; init; }
    /// <summary>What is wrong behind the log, a sentence each.</summary>
    [Id(8)] public ImmutableArray<string> Problems { get; init; } = [];
    /// <summary>What an acknowledged event is not safe from, a sentence each.</summary>
    [Id(9)] public ImmutableArray<string> Risks { get; init; } = [];
    /// <summary>Those of the sites asked for of which an event is stored; null when ClickHouse did not answer.</summary>
    [Id(10)] public ImmutableArray<ulong>? SeenSites { get; init; }
}
