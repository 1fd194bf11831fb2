using Orleans.Ingest.Cluster.Tests.DurableLog;
using Orleans.Ingest.Grains.ClientIds;
using Orleans.Ingest.Server.Storage;
using StackExchange.Redis;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.Server.Storage;

public sealed class RedisClientIdsTests : ClientIdStoreContract, IClassFixture<RedisProcess>, IDisposable
{
    private readonly ConnectionMultiplexer _connection;
    private readonly string _prefix;

    public RedisClientIdsTests(RedisProcess redis)
    {
        _connection = redis.Connect();
        _prefix = redis.NextPrefix();
        Store = new RedisClientIds(_connection, _prefix);
    }

    private protected override IClientIdStore Store { get; }

    public void Dispose() => _connection.Dispose();

    [Fact]
    public async Task An_id_is_forgotten_after_its_time_and_a_confirmation_does_not_prolong_it()
    {
        var claim = new Contracts.ClientIds.ClientIdClaim { ClientId = new(1, 1), EventId = new(1, 0), UserId = 1, PreviousUserId = 0, Born = DateTime.UnixEpoch };
        await Store.ClaimAsync([claim]);
        var redis = _connection.GetDatabase();
        var key = Assert.Single(_connection.GetServers()[0].Keys(pattern: _prefix + "/*"));
        Assert.InRange((await redis.KeyTimeToLiveAsync(key))!.Value, IClientIdStore.Retention - TimeSpan.FromMinutes(5), IClientIdStore.Retention);
        await redis.KeyExpireAsync(key, TimeSpan.FromHours(1));
        await Store.ConfirmAsync([claim.ClientId]);
        Assert.InRange((await redis.KeyTimeToLiveAsync(key))!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
    }
}
