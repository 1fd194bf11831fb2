using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Keys;

namespace Orleans.Ingest.Grains.Keys;

/// <summary>The named keys. Never changed in place.</summary>
[GenerateSerializer, Immutable, Alias("ingest.ApiKeysState")]
internal sealed record ApiKeysState
{
    /// <summary>The keys, oldest first.</summary>
    [Id(0)] public ImmutableArray<ApiKey> Keys { get; init; } = [];
    /// <summary>Last id given.</summary>
    [Id(1)] public long LastId { get; init; }
}
