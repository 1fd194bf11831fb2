using StackExchange.Redis;

namespace Orleans.Ingest.DurableLog.Redis;

/// <summary>The settings of Redis that decide what the log can promise.</summary>
internal sealed record RedisSettings
{
    private static readonly Version _scriptFlags = new(7, 0);
    private static readonly Version _waitForDisk = new(7, 2);

    /// <summary>Redis' version, or the one that Valkey is compatible with.</summary>
    public required Version Version { get; init; }

    /// <summary>True when an append-only file is written.</summary>
    public bool AppendOnly { get; init; }

    /// <summary><c>always</c>, <c>everysec</c> or <c>no</c>; null when Redis does not tell (managed services).</summary>
    public string? AppendFsync { get; init; }

    /// <summary>True when keys can be evicted.</summary>
    public bool Evicts { get; init; }

    /// <summary>True when a replica may take over.</summary>
    public bool HasReplicas { get; init; }

    /// <summary>True when a claim is not on the disk by itself, and WAITAOF can wait for that.</summary>
    public bool CanWaitForDisk => AppendOnly && AppendFsync != "always" && Version >= _waitForDisk;

    /// <summary>Asks the masters of all queues; of different answers the worst counts.</summary>
    public static async Task<RedisSettings> ReadAsync(IConnectionMultiplexer connection, LogScript info, IEnumerable<RedisKey> keys)
    {
        var (redis, fsync) = (connection.GetDatabase(), await AppendFsyncAsync(connection));
        // By a script: the client lets INFO itself pass only where allowAdmin is set, which a service has no need of.
        var found = await Task.WhenAll(keys.Select(async key => Parse((string?)await info.RunAsync(redis, [key]) ?? "", fsync)));
        return new()
        {
            Version = found.Min(settings => settings.Version)!,
            AppendOnly = found.All(settings => settings.AppendOnly),
            AppendFsync = fsync,
            Evicts = found.Any(settings => settings.Evicts),
            HasReplicas = found.Any(settings => settings.HasReplicas),
        };
    }

    /// <summary>Refuses a Redis that cannot hold a log.</summary>
    /// <exception cref="LogUnavailableException">The message says the fix.</exception>
    public void RequireUsable(string log)
    {
        if (Version < _scriptFlags) throw new LogUnavailableException($"The event log '{log}' needs Redis 7.0 or newer, or Valkey; this is {Version}.");
        if (Evicts) throw new LogUnavailableException($"The Redis of the event log '{log}' evicts keys at its maxmemory, and so would lose events that were acknowledged: set maxmemory-policy to noeviction.");
    }

    /// <summary>What an acknowledged event is not safe from; a sentence each, with the cure.</summary>
    public IEnumerable<string> Risks(int minReplicas)
    {
        if (!AppendOnly) yield return "Redis writes no append-only file: a restart of Redis loses what was acknowledged since its last snapshot. Set appendonly to yes and appendfsync to always.";
        else if (AppendFsync is null) yield return "Redis does not tell its appendfsync: unless it is 'always', a power loss of Redis can lose what was acknowledged in the last second.";
        else if (AppendFsync != "always") yield return $"Redis' appendfsync is '{AppendFsync}': a power loss of Redis can lose what was acknowledged in the last second{(AppendFsync == "no" ? " and more" : "")}. Set it to 'always'.";
        if (AppendOnly && AppendFsync != "always" && !CanWaitForDisk) yield return $"Redis {Version} cannot say when a write is on its disk (7.2 and Valkey can): after a power loss of Redis a flush group can be forgotten that is in ClickHouse.";
        if (HasReplicas && minReplicas == 0) yield return "Redis has replicas, and a failover can lose what was acknowledged and not replicated yet: set MinReplicas to wait for them.";
    }

    /// <summary>Reads what INFO answers.</summary>
    internal static RedisSettings Parse(string info, string? appendFsync)
    {
        var values = info
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(':', 2))
            .Where(pair => pair.Length == 2)
            .DistinctBy(pair => pair[0])
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return new()
        {
            Version = Version.TryParse(values.GetValueOrDefault("redis_version"), out var version) ? version : new(0, 0),
            AppendOnly = values.GetValueOrDefault("aof_enabled") == "1",
            AppendFsync = appendFsync,
            Evicts = values.GetValueOrDefault("maxmemory", "0") != "0" && values.GetValueOrDefault("maxmemory_policy", "noeviction") != "noeviction",
            HasReplicas = values.GetValueOrDefault("connected_slaves", "0") != "0",
        };
    }

    /// <summary>Over a short connection of its own that may ask; null when Redis does not tell, as managed services do not.</summary>
    private static async Task<string?> AppendFsyncAsync(IConnectionMultiplexer connection)
    {
        try
        {
            var options = ConfigurationOptions.Parse(connection.Configuration);
            options.AllowAdmin = true;
            await using var asking = await ConnectionMultiplexer.ConnectAsync(options);
            var found = new List<string?>();
            foreach (var server in asking.GetServers().Where(server => server is { IsConnected: true, IsReplica: false }))
            {
                var answer = (RedisResult[])(await server.ExecuteAsync("CONFIG", "GET", "appendfsync"))!;
                found.Add(answer.Length == 2 ? (string?)answer[1] : null);
            }

            return found.Count == 0 ? null : found.FirstOrDefault(fsync => fsync != "always", "always");
        }
        catch (RedisException)
        {
            return null;
        }
    }
}
