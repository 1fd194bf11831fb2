using System.Collections.Immutable;

namespace Orleans.Ingest.Contracts.Keys;

/// <summary>Keeps the named keys of the API; there is one, with key 0. The admin key of the configuration is not among them.</summary>
[Alias("ingest.IApiKeysGrain")]
public interface IApiKeysGrain : IGrainWithIntegerKey
{
    /// <summary>All keys, in the order of their making.</summary>
    [Alias("ListAsync")]
    Task<ImmutableArray<ApiKey>> ListAsync();

    /// <summary>When its task completes, the key is durable. Null when there are as many as there may be.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="siteId">The one site that it may use; null for all.</param>
    /// <param name="hash">SHA-256 of the key.</param>
    [Alias("AddAsync")]
    Task<ApiKey?> AddAsync(string name, ulong? siteId, ImmutableArray<byte> hash);

    /// <summary>When its task completes, the key opens nothing that is asked for anew; false when there was none.</summary>
    [Alias("RevokeAsync")]
    Task<bool> RevokeAsync(long id);
}
