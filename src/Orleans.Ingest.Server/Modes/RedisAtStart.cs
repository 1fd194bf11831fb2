using System.Diagnostics;
using StackExchange.Redis;

namespace Orleans.Ingest.Server.Modes;

/// <summary>
/// Looks for Redis before anything is started: a silo would end with a trace instead of a reason, and a front end would look for silos for ever. A Redis that
/// starts together with this process is waited for.
/// </summary>
internal static class RedisAtStart
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Returns once every Redis has answered.</summary>
    /// <param name="connections">The options of each, by the name of its connection string.</param>
    /// <exception cref="InvalidDataException">One does not answer; the message says the fix.</exception>
    public static async Task RequireAsync(IReadOnlyDictionary<string, ConfigurationOptions> connections)
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var (key, options) in connections)
        {
            while (await FaultAsync(options) is { } fault)
            {
                if (Stopwatch.GetElapsedTime(began) > _patience)
                    throw new InvalidDataException($"Redis at '{Address(options)}' {fault} in ConnectionStrings:{key} (in the environment: ConnectionStrings__{key}).");
                await Task.Delay(_pause, TimeProvider.System);
            }
        }
    }

    private static async Task<string?> FaultAsync(ConfigurationOptions options)
    {
        var once = options.Clone();
        once.AbortOnConnectFail = true;
        try
        {
            await using var asking = await ConnectionMultiplexer.ConnectAsync(once);
            await asking.GetDatabase().PingAsync();
            return null;
        }
        catch (RedisConnectionException error) when (error.Message.Contains("authentication failure", StringComparison.OrdinalIgnoreCase))
        {
            return "refuses user or password: correct 'user=…,password=…'";
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            return "does not answer: start it, or correct the address";
        }
    }

    // Not the whole connection string: it may hold a password.
    private static string Address(ConfigurationOptions options) => string.Join(',', options.EndPoints.Select(EndPointCollection.ToString));
}
