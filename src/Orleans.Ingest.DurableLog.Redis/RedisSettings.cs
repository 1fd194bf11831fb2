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

    /// <summary>Asks every master; of different answers the worst counts.</summary>
    /// <exception cref="LogUnavailableException">None answers.</exception>
    public static async Task<RedisSettings> ReadAsync(IConnectionMultiplexer connection)
    {
        var masters = connection.GetServers().Where(server => server is { IsConnected: true, IsReplica: false }).ToArray();
        if (masters.Length == 0) throw new LogUnavailableException("No Redis is connected: is it running, and is its connection string right?");
        var found = await Task.WhenAll(masters.Select(ReadAsync));
        return new()
        {
            Version = found.Min(settings => settings.Version)!,
            AppendOnly = found.All(settings => settings.AppendOnly),
            AppendFsync = found.Select(settings => settings.AppendFsync).FirstOrDefault(fsync => fsync != "always", "always"),
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

    private static async Task<RedisSettings> ReadAsync(IServer server)
    {
        var info = (await server.InfoAsync()).SelectMany(section => section).DistinctBy(pair => pair.Key).ToDictionary(StringComparer.Ordinal);
        return new()
        {
            Version = Version.TryParse(info.GetValueOrDefault("redis_version"), out var version) ? version : new(0, 0),
            AppendOnly = info.GetValueOrDefault("aof_enabled") == "1",
            AppendFsync = await AppendFsyncAsync(server),
            Evicts = info.GetValueOrDefault("maxmemory", "0") != "0" && info.GetValueOrDefault("maxmemory_policy", "noeviction") != "noeviction",
            HasReplicas = info.GetValueOrDefault("connected_slaves", "0") != "0",
        };
    }

    private static async Task<string?> AppendFsyncAsync(IServer server)
    {
        try
        {
            var found = (RedisResult[])(await server.ExecuteAsync("CONFIG", "GET", "appendfsync"))!;
            return found.Length == 2 ? (string?)found[1] : null;
        }
        catch (RedisServerException)
        {
            // Managed services hide it.
            return null;
        }
    }
}
