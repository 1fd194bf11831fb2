using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Keys;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>The named keys, in memory.</summary>
public sealed class FakeKeys(TimeProvider time) : IApiKeysGrain
{
    private long _lastId;

    public ImmutableArray<ApiKey> Kept { get; private set; } = [];
    public int Lists { get; private set; }
    public Exception? Failure { get; set; }

    public Task<ImmutableArray<ApiKey>> ListAsync()
    {
        Lists++;
        return Failure is { } failure ? Task.FromException<ImmutableArray<ApiKey>>(failure) : Task.FromResult(Kept);
    }

    public Task<ApiKey?> AddAsync(string name, ulong? siteId, ImmutableArray<byte> hash)
    {
        var key = new ApiKey { Id = ++_lastId, Name = name, SiteId = siteId, Hash = hash, CreatedAt = time.GetUtcNow().UtcDateTime };
        Kept = Kept.Add(key);
        return Task.FromResult<ApiKey?>(key);
    }

    public Task<bool> RevokeAsync(long id)
    {
        var before = Kept.Length;
        Kept = Kept.RemoveAll(key => key.Id == id);
        return Task.FromResult(Kept.Length < before);
    }
}
