using Orleans.Ingest.Drivers;
using Orleans.Ingest.DurableLog.Redis;
using StackExchange.Redis;
using Xunit;
using static Orleans.Ingest.Cluster.Tests.DurableLog.RedisLogs;

namespace Orleans.Ingest.Cluster.Tests.DurableLog;

/// <summary>Redis Cluster refuses a script whose keys lie in different slots.</summary>
public sealed class RedisClusterTests
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task A_log_works_in_a_Redis_Cluster_and_the_keys_of_a_queue_share_a_slot()
    {
        using var redis = new RedisProcess("--appendonly", "yes", "--appendfsync", "always", "--cluster-enabled", "yes");
        using (var admin = redis.Connect(",allowAdmin=true"))
        {
            await admin.GetServers()[0].ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", 0, 16383);
            await Until.TrueAsync(() => ((string)admin.GetServers()[0].Execute("CLUSTER", "INFO")!).Contains("cluster_state:ok", StringComparison.Ordinal), () => "The cluster does not form.");
        }

        await using var logs = new RedisLogs(redis);
        var log = await logs.OpenAsync();
        await AppendAsync(log, Chunk(key: 1, version: 10));
        await AppendAsync(log, Chunk(key: 1, version: 11, buildsOn: 10));
        Assert.Equal("snapshot of 1 v11", await SnapshotAsync(log, 1));
        var group = await ClaimAsync(log);
        Assert.Equal(["rows of 1 v10", "rows of 1 v11"], await PayloadsAsync(log, group));
        await log.SetAsideAsync(group, "reason", _none);
        await AppendAsync(log, Chunk(key: 2, version: 20));
        await log.CommitAsync(await ClaimAsync(log), _none);
        Assert.Null(log.Status.OldestPending);
        Assert.Equal(1, log.Status.DeadLetters?.Count);

        var server = logs.Redis().Multiplexer.GetServers()[0];
        Assert.Single(logs.Keys.All.Select(key => (long)server.Execute("CLUSTER", "KEYSLOT", key)).Distinct());
        Assert.Equal(8, Enumerable.Range(0, 8).Select(queue => (long)server.Execute("CLUSTER", "KEYSLOT", new QueueKeys("shop/events", queue).Meta)).Distinct().Count());
    }
}
