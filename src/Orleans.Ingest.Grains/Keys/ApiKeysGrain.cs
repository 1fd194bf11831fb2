using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Keys;
using Orleans.Ingest.Grains.Sites;

namespace Orleans.Ingest.Grains.Keys;

/// <summary>Keeps the named keys, as hashes.</summary>
internal sealed class ApiKeysGrain([PersistentState("keys")] IPersistentState<ApiKeysState> keys, TimeProvider time) : Grain, IApiKeysGrain
{
    /// <summary>Each is compared with what a request carries.</summary>
    public const int MaxKeys = 200;

    /// <inheritdoc />
    public Task<ImmutableArray<ApiKey>> ListAsync() => Task.FromResult(keys.State.Keys);

    /// <inheritdoc />
    public async Task<ApiKey?> AddAsync(string name, ulong? siteId, ImmutableArray<byte> hash)
    {
        var state = keys.State;
        // A caller that did not hear the answer asks again with the same hash.
        if (state.Keys.FirstOrDefault(key => key.Hash.AsSpan().SequenceEqual(hash.AsSpan())) is { } known) return known;
        if (state.Keys.Length >= MaxKeys) return null;
        var added = new ApiKey { Id = state.LastId + 1, Name = name, SiteId = siteId, Hash = hash, CreatedAt = time.GetUtcNow().UtcDateTime };
        await keys.ChangeAsync(new() { Keys = state.Keys.Add(added), LastId = added.Id });
        return added;
    }

    /// <inheritdoc />
    public async Task<bool> RevokeAsync(long id)
    {
        var left = keys.State.Keys.RemoveAll(key => key.Id == id);
        if (left.Length == keys.State.Keys.Length) return false;
        await keys.ChangeAsync(keys.State with { Keys = left });
        return true;
    }
}
