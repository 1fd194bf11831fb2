using System.Globalization;
using StackExchange.Redis;

namespace Orleans.Ingest.Drivers;

/// <summary>How much memory a running Redis uses, and how much it may use.</summary>
public sealed class RedisMemory(string redisAddress)
{
    /// <summary>Bytes that it uses now.</summary>
    public async Task<long> UsedAsync()
    {
        await using var redis = await ConnectAsync();
        var memory = await Server(redis).InfoAsync("memory");
        return long.Parse(memory.SelectMany(section => section).Single(value => value.Key == "used_memory").Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Lets it use so many bytes more than now; null for no limit.</summary>
    public async Task LimitAsync(long? more)
    {
        var limit = more is null ? 0 : await UsedAsync() + more.Value;
        await using var redis = await ConnectAsync();
        await Server(redis).ConfigSetAsync("maxmemory", limit);
    }

    private Task<ConnectionMultiplexer> ConnectAsync() => ConnectionMultiplexer.ConnectAsync($"{redisAddress},allowAdmin=true").WaitAsync(TimeSpan.FromMinutes(1));

    private IServer Server(ConnectionMultiplexer redis) => redis.GetServer(redisAddress);
}
