using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Orleans.Ingest.DurableLog.Redis;

/// <summary>One Lua script: sent by its hash, and whole to a Redis that does not know it.</summary>
internal sealed class LogScript
{
    private readonly string _text;
    private readonly byte[] _hash;

    public LogScript(string text)
    {
        _text = text;
        // Redis names scripts by it; nothing is secured with it.
#pragma warning disable CA5350
        _hash = SHA1.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
    }

    /// <summary>Runs it, wherever Redis is with its memory of scripts.</summary>
    public async Task<RedisResult> RunAsync(IDatabase redis, RedisKey[] keys, params RedisValue[] arguments)
    {
        try
        {
            return await RunKnownAsync(redis, keys, arguments);
        }
        catch (RedisServerException error) when (IsUnknown(error))
        {
            return await TeachAsync(redis, keys, arguments);
        }
    }

    /// <summary>Runs it in a Redis process that has run it before.</summary>
    /// <exception cref="RedisServerException"><see cref="IsUnknown"/>: this process has not.</exception>
    public Task<RedisResult> RunKnownAsync(IDatabase redis, RedisKey[] keys, RedisValue[] arguments) =>
        redis.ScriptEvaluateAsync(_hash, keys, arguments, CommandFlags.DemandMaster);

    /// <summary>Runs it by its text. The client's own way would load it by itself into a process that has restarted, which must not go unnoticed.</summary>
    public Task<RedisResult> TeachAsync(IDatabase redis, RedisKey[] keys, RedisValue[] arguments) =>
        redis.ExecuteAsync("EVAL", [_text, keys.Length, .. keys.Cast<object>(), .. arguments.Cast<object>()], CommandFlags.DemandMaster);

    /// <summary>True for Redis' answer that it does not know the script.</summary>
    public static bool IsUnknown(RedisServerException error) => error.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);
}
