using StackExchange.Redis;

namespace Orleans.Ingest.DurableLog.Redis;

/// <summary>
/// Waits until what was written is where a failover or a power loss of Redis cannot undo it: on <see cref="RedisLogOptions.MinReplicas"/>
/// replicas, and after a claim on Redis' own disk, if Redis does not sync each write anyway.
/// </summary>
internal sealed class WriteConfirmation(IConnectionMultiplexer connection, RedisLogOptions options)
{
    private readonly IDatabase _redis = connection.GetDatabase();

    /// <summary>True when a claim must be waited for with WAITAOF. Set at start.</summary>
    public bool SyncClaims { get; set; }

    /// <summary>Writes, and waits for the replicas.</summary>
    /// <exception cref="LogUnavailableException">Written, but not known to be safe.</exception>
    public Task<T> OnReplicasAsync<T>(RedisKey key, Func<Task<T>> write) => options.MinReplicas > 0 ? ConfirmAsync(key, write, sync: false) : write();

    /// <summary>Writes a claim, and waits for the replicas and the disk.</summary>
    /// <exception cref="LogUnavailableException">Written, but not known to be safe.</exception>
    public Task<T> OnDiskAsync<T>(RedisKey key, Func<Task<T>> write) => SyncClaims || options.MinReplicas > 0 ? ConfirmAsync(key, write, SyncClaims) : write();

    /// <summary>
    /// WAIT and WAITAOF speak of the writes of their own connection alone, and are content at once on a new one. So no socket may have been
    /// opened between the write and their answer.
    /// </summary>
    private async Task<T> ConfirmAsync<T>(RedisKey key, Func<Task<T>> write, bool sync)
    {
        var server = await ServerOfAsync(key);
        var before = server.GetCounters().Interactive.SocketCount;
        var answer = await write();
        var milliseconds = (long)options.ReplicaTimeout.TotalMilliseconds;
        var replicas = options.MinReplicas > 0 ? (long)await server.ExecuteAsync("WAIT", options.MinReplicas, milliseconds) : 0;
        var synced = !sync || (long)((RedisResult[])(await server.ExecuteAsync("WAITAOF", 1, 0, milliseconds))!)[0] > 0;
        if (before != server.GetCounters().Interactive.SocketCount || !Equals(server.EndPoint, (await ServerOfAsync(key)).EndPoint))
        {
            throw new LogUnavailableException("The connection to Redis was lost before what was written was known to be safe.");
        }

        if (replicas < options.MinReplicas) throw new LogUnavailableException($"Redis wrote it, but only {replicas} of {options.MinReplicas} replicas (MinReplicas) have it after {options.ReplicaTimeout}: look at the replicas, or lower MinReplicas.");
        if (!synced) throw new LogUnavailableException($"Redis wrote it, but its disk does not have it after {options.ReplicaTimeout}.");
        return answer;
    }

    private async Task<IServer> ServerOfAsync(RedisKey key) => connection.GetServer(
        await _redis.IdentifyEndpointAsync(key, CommandFlags.DemandMaster) ?? throw new LogUnavailableException("No Redis is connected."));
}
