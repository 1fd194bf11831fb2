using StackExchange.Redis;

namespace Orleans.Ingest.DurableLog.Redis;

/// <summary>What cannot change once a log exists. A session's queue is a function of their number.</summary>
internal static class LogFormat
{
    private const int Version = 1;

    /// <summary>How many queues the log has; null when there is none yet.</summary>
    /// <exception cref="LogUnavailableException">Redis does not answer.</exception>
    public static int? QueuesOf(IDatabase redis, string prefix)
    {
        try
        {
            return (int?)redis.HashGet(KeyOf(prefix), "queues", CommandFlags.DemandMaster);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            throw new LogUnavailableException($"Redis, which holds the event log '{prefix}', does not answer, and how many queues the log has is not known: start it, or set Queues.", error);
        }
    }

    /// <summary>Writes the format of a new log; refuses a log of another one.</summary>
    public static async Task RequireAsync(IDatabase redis, string prefix, int queues)
    {
        var key = KeyOf(prefix);
        var found = await redis.HashGetAsync(key, ["version", "queues"], CommandFlags.DemandMaster);
        if (found.Any(value => value.IsNull))
        {
            await redis.HashSetAsync(key, "version", Version, When.NotExists);
            await redis.HashSetAsync(key, "queues", queues, When.NotExists);
            found = await redis.HashGetAsync(key, ["version", "queues"], CommandFlags.DemandMaster);
        }

        if (found[0] != Version) throw new LogUnavailableException($"The event log '{prefix}' in Redis has format {found[0]}; this version reads {Version}. Let the version that wrote it drain it, or give this one a KeyPrefix of its own.");
        if (found[1] != queues) throw new LogUnavailableException($"The event log '{prefix}' in Redis has {found[1]} queues, not {queues}: set Queues to {found[1]}, or give this one a KeyPrefix of its own.");
    }

    private static RedisKey KeyOf(string prefix) => $"{{{prefix}}}:format";
}
