using System.Buffers.Text;
using System.Security.Cryptography;
using StackExchange.Redis;

namespace Orleans.Ingest.DurableLog.Redis;

/// <summary>
/// The growing end of a queue. An append is a script whose text names a generation, so a Redis process that has restarted or taken over does
/// not know it: then, and only then, a new generation begins (begin.lua), before anything is appended to a log that may have lost its end.
/// </summary>
internal sealed class RedisQueueTail(QueueKeys keys, IDatabase redis, LogScripts scripts)
{
    /// <summary>Callers that find a generation dead at the same time may overtake each other; each round ends with one that appends.</summary>
    private const int MaxRounds = 50;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(10);

    private volatile Generation? _current;

    /// <summary>Takes the generation that Redis says is the newest; empty when it has none, or none any more.</summary>
    public void Follow(string generation)
    {
        if (generation.Length == 0) _current = null;
        else if (_current?.Name != generation) _current = new(generation, scripts.Append(generation));
    }

    /// <summary>Runs the append of the newest generation; answers what the script does.</summary>
    public async Task<RedisResult[]> AppendAsync(RedisValue[] arguments)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            if (await TryAppendAsync(arguments) is { } answer) return answer;
        }

        throw new LogUnavailableException($"The generation of '{keys.Tag}' keeps changing: Redis restarts again and again, or something flushes its scripts.");
    }

    private async Task<RedisResult[]?> TryAppendAsync(RedisValue[] arguments)
    {
        var generation = _current;
        if (generation is not null)
        {
            try
            {
                return Judge(await generation.Append.RunKnownAsync(redis, keys.Snapshots, generation.Arguments(arguments)));
            }
            catch (RedisServerException error) when (LogScript.IsUnknown(error))
            {
                // Another process than before.
            }
        }

        var mine = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var begun = (string?)await scripts.Begin.RunAsync(redis, keys.Segments, mine, generation?.Name ?? "");
        Follow(begun!);
        if (begun == mine && _current is { } own && own.Name == mine) return Judge(await own.Append.TeachAsync(redis, keys.Snapshots, own.Arguments(arguments)));
        // On the machine's own clock: Redis does not wait for another.
        await Task.Delay(_pause, TimeProvider.System);
        return null;
    }

    private RedisResult[]? Judge(RedisResult result)
    {
        var answer = (RedisResult[])result!;
        if ((string?)answer[0] != "BEGIN") return answer;
        Follow((string?)answer[1] ?? "");
        return null;
    }

    private sealed record Generation(string Name, LogScript Append)
    {
        public RedisValue[] Arguments(RedisValue[] arguments)
        {
            // Not in place: the same append may be sent again under another generation.
            var named = (RedisValue[])arguments.Clone();
            named[0] = Name;
            return named;
        }
    }
}
