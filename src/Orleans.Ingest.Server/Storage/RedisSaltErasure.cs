using Orleans.Ingest.Grains.Salts;
using StackExchange.Redis;

namespace Orleans.Ingest.Server.Storage;

/// <summary>
/// Redis keeps what was overwritten in its append-only file until it writes that anew, which it does when the file has doubled, and in its last snapshot. Here it is told
/// to write both anew, on every server: replicas have files of their own.
/// </summary>
internal sealed class RedisSaltErasure(IConnectionMultiplexer connection) : ISaltErasure
{
    private const string Cure = "allow this user BGREWRITEAOF, BGSAVE, INFO and CONFIG GET, or have Redis write its append-only file anew each day by itself.";
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(30);

    /// <inheritdoc />
    public async Task EraseAsync()
    {
        try
        {
            // What a service has no need of otherwise: over a short connection that may ask for it.
            var options = ConfigurationOptions.Parse(connection.Configuration);
            options.AllowAdmin = true;
            await using var asking = await ConnectionMultiplexer.ConnectAsync(options);
            foreach (var server in asking.GetServers())
            {
                if (!server.IsConnected) throw new IOException($"Redis at {EndPointCollection.ToString(server.EndPoint)} cannot be reached.");
                await EraseAsync(server);
            }
        }
        catch (RedisException error)
        {
            throw new IOException($"Redis was not made to forget it ({error.Message}): {Cure}", error);
        }
    }

    private static async Task EraseAsync(IServer server)
    {
        // The one waits for the other: Redis does them one at a time.
        if ((await FactsAsync(server)).GetValueOrDefault("aof_enabled") == "1")
        {
            await server.SaveAsync(SaveType.BackgroundRewriteAppendOnlyFile);
            await DoneAsync(server, "aof_last_bgrewrite_status");
        }

        if (await HasSnapshotsAsync(server))
        {
            await server.SaveAsync(SaveType.BackgroundSave);
            await DoneAsync(server, "rdb_last_bgsave_status");
        }
    }

    private static async Task DoneAsync(IServer server, string status)
    {
        using var timeout = new CancellationTokenSource(_patience);
        while (true)
        {
            var facts = await FactsAsync(server);
            string[] busy = ["aof_rewrite_in_progress", "aof_rewrite_scheduled", "rdb_bgsave_in_progress"];
            if (Array.TrueForAll(busy, fact => facts.GetValueOrDefault(fact, "0") == "0"))
            {
                if (facts.GetValueOrDefault(status) == "ok") return;
                throw new IOException($"Redis at {EndPointCollection.ToString(server.EndPoint)} could not write its files anew ({status}: {facts.GetValueOrDefault(status)}): its own log says why.");
            }

            await Task.Delay(_pause, TimeProvider.System, timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (timeout.IsCancellationRequested) throw new IOException($"Redis at {EndPointCollection.ToString(server.EndPoint)} has not written its files anew within {_patience}.");
        }
    }

    private static async Task<bool> HasSnapshotsAsync(IServer server) =>
        (RedisResult[])(await server.ExecuteAsync("CONFIG", "GET", "save"))! is [_, var save] && ((string?)save) is { Length: > 0 };

    private static async Task<Dictionary<string, string>> FactsAsync(IServer server) =>
        (await server.InfoAsync("persistence")).SelectMany(section => section).DistinctBy(fact => fact.Key).ToDictionary(fact => fact.Key, fact => fact.Value);
}
