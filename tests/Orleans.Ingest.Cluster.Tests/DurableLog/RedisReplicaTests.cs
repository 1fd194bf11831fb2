using Orleans.Ingest.Drivers;
using Orleans.Ingest.DurableLog;
using StackExchange.Redis;
using Xunit;
using static Orleans.Ingest.Cluster.Tests.DurableLog.RedisLogs;

namespace Orleans.Ingest.Cluster.Tests.DurableLog;

/// <summary>With MinReplicas, what is acknowledged is on replicas.</summary>
public sealed class RedisReplicaTests : IDisposable
{
    private static readonly CancellationToken _none = CancellationToken.None;
    private readonly RedisProcess _master = new();
    private readonly RedisProcess _replica = new("--appendonly", "yes", "--appendfsync", "always", "--repl-diskless-sync-delay", "0");

    [Fact]
    public async Task What_the_replicas_do_not_have_is_not_acknowledged_and_not_answered_from_a_snapshot_either()
    {
        await ReplicateAsync();
        await using var logs = new RedisLogs(_master) { Options = { MinReplicas = 1, ReplicaTimeout = TimeSpan.FromSeconds(1) } };
        var log = await logs.OpenAsync();
        Assert.Equal(ChunkOutcome.Appended, await AppendAsync(log, Chunk(key: 1, version: 10)));
        Assert.Equal("snapshot of 1 v10", await SnapshotAsync(log, 1));
        _replica.Pause();
        var unsafeChunk = Chunk(key: 2, version: 20);
        await Assert.ThrowsAsync<LogUnavailableException>(() => AppendAsync(log, unsafeChunk));
        Assert.Equal(ChunkOutcome.Unknown, unsafeChunk.Outcome);
        await Assert.ThrowsAsync<LogUnavailableException>(() => SnapshotAsync(log, 2));
        await Assert.ThrowsAsync<LogUnavailableException>(() => ClaimAsync(log));
        _replica.Continue();
        await Until.TrueAsync(() => IsOk(() => SnapshotAsync(log, 2)), () => "The replica does not catch up.");
        Assert.Equal("snapshot of 2 v20", await SnapshotAsync(log, 2));
        await ClaimAsync(log);
    }

    [Fact]
    public async Task A_replica_that_takes_over_has_everything_acknowledged_and_keeps_it_apart_from_what_comes()
    {
        await ReplicateAsync();
        await using var logs = new RedisLogs(_master) { Options = { MinReplicas = 1, ReplicaTimeout = TimeSpan.FromSeconds(10) } };
        var log = await logs.OpenAsync();
        var first = Chunk(key: 1, version: 10);
        Assert.Equal(ChunkOutcome.Appended, await AppendAsync(log, first));
        _master.Kill();
        await using (var admin = _replica.Connect(",allowAdmin=true")) await admin.GetServers()[0].ExecuteAsync("REPLICAOF", "NO", "ONE");

        await using var taken = new RedisLogs(_replica);
        Assert.Equal(logs.Keys.Tag, taken.Keys.Tag);
        var after = await taken.OpenAsync();
        var second = Chunk(key: 1, version: 11, buildsOn: 10);
        Assert.Equal(ChunkOutcome.Appended, await AppendAsync(after, second));
        Assert.True(second.FirstPosition > first.FirstPosition);
        var group = await ClaimAsync(after);
        Assert.Equal(["rows of 1 v10"], await PayloadsAsync(after, group));
        await after.CommitAsync(group, _none);
        Assert.Equal(["rows of 1 v11"], await PayloadsAsync(after, await ClaimAsync(after)));
    }

    public void Dispose()
    {
        _master.Dispose();
        _replica.Dispose();
    }

    private async Task ReplicateAsync()
    {
        await using var admin = _replica.Connect(",allowAdmin=true");
        await admin.GetServers()[0].ExecuteAsync("REPLICAOF", "127.0.0.1", _master.Port);
        await Until.TrueAsync(
            () => ((string)admin.GetServers()[0].Execute("INFO", "replication")!).Contains("master_link_status:up", StringComparison.Ordinal), () => "The replica does not connect.");
    }

    private static bool IsOk<T>(Func<Task<T>> call)
    {
        try
        {
            call().GetAwaiter().GetResult();
            return true;
        }
        catch (LogUnavailableException)
        {
            return false;
        }
    }
}
