using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.Grains.ClientIds;
using StackExchange.Redis;

namespace Orleans.Ingest.Server.Storage;

/// <summary>
/// Clients' own ids in Redis, one key an id, which expires by itself. They are as safe there as the event log is: what Redis is set to.
/// </summary>
internal sealed class RedisClientIds(IConnectionMultiplexer connection, string service) : IClientIdStore
{
    private static readonly byte[] _stored = [];

    /// <inheritdoc />
    public async Task<IReadOnlyList<ClientIdClaim?>> ClaimAsync(IReadOnlyList<ClientIdClaim> claims)
    {
        var redis = connection.GetDatabase();
        // All on their way before the first answer is waited for.
        var known = await Task.WhenAll(claims.Select(claim =>
            redis.StringSetAndGetAsync(KeyOf(claim.ClientId), ClientIdClaimCodec.Encode(claim), IClientIdStore.Retention, keepTtl: false, When.NotExists)));
        return [.. claims.Select((claim, i) => known[i].IsNull ? claim : ClientIdClaimCodec.Decode(claim.ClientId, (byte[])known[i]!))];
    }

    /// <inheritdoc />
    public async Task<bool> RenewAsync(ClientIdClaim kept, ClientIdClaim renewed)
    {
        var transaction = connection.GetDatabase().CreateTransaction();
        var key = KeyOf(kept.ClientId);
        transaction.AddCondition(Condition.StringEqual(key, ClientIdClaimCodec.Encode(kept)));
        _ = transaction.StringSetAsync(key, ClientIdClaimCodec.Encode(renewed), expiry: null, keepTtl: true);
        return await transaction.ExecuteAsync();
    }

    /// <inheritdoc />
    public Task ConfirmAsync(IReadOnlyCollection<ClientId> ids)
    {
        var redis = connection.GetDatabase();
        return Task.WhenAll(ids.Select(id => redis.StringSetAsync(KeyOf(id), _stored, expiry: null, keepTtl: true, when: When.Exists)));
    }

    private RedisKey KeyOf(ClientId id) => ((RedisKey)$"{service}/client-id/").Append(ClientIdClaimCodec.Key(id));
}
