using System.Collections.Immutable;

namespace Orleans.Ingest.Contracts.Keys;

/// <summary>A named key of the API. The key itself is known to its owner alone.</summary>
[GenerateSerializer, Immutable, Alias("ingest.ApiKey")]
public sealed record ApiKey
{
    /// <summary>Never given twice.</summary>
    [Id(0)] public required long Id { get; init; }
    /// <summary>What its maker calls it.</summary>
    [Id(1)] public required string Name { get; init; }
    /// <summary>The one site that it may use; null for all.</summary>
    [Id(2)] public ulong? SiteId { get; init; }
    /// <summary>SHA-256 of the key. The key is random and long, so that no slower hash is needed.</summary>
    [Id(3)] public required ImmutableArray<byte> Hash { get; init; }
    /// <summary>When it was made, UTC.</summary>
    [Id(4)] public DateTime CreatedAt { get; init; }
}
