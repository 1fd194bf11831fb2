using System.Reflection;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.DurableLog.Redis;
using StackExchange.Redis;

namespace Orleans.Ingest.Cluster.Tests.DurableLog;

/// <summary>A log that tells Redis the test's time before each call, and whose process can end between any two.</summary>
public class ClockedLog : DispatchProxy
{
    private IDurableLog? _log;
    private ConnectionMultiplexer? _connection;
    private string _key = "";
    private TimeProvider? _time;
    private int _endsAfter = int.MaxValue;

    /// <summary>Calls until the process ends by itself.</summary>
    internal int EndsAfter
    {
        set => Volatile.Write(ref _endsAfter, value);
    }

    internal static IDurableLog Of(IDurableLog log, ConnectionMultiplexer connection, string key, TimeProvider time)
    {
        var proxy = Create<IDurableLog, ClockedLog>();
        var clocked = (ClockedLog)(object)proxy;
        (clocked._log, clocked._connection, clocked._key, clocked._time) = (log, connection, key, time);
        return proxy;
    }

    internal void Tick() => _connection!.GetDatabase().StringSet(_key, AppendMessage.Microseconds(_time!.GetUtcNow()));

    /// <inheritdoc />
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (!targetMethod!.ReturnType.IsValueType || targetMethod.Name == nameof(IAsyncDisposable.DisposeAsync)) return targetMethod.Invoke(_log, args);
        if (Interlocked.Decrement(ref _endsAfter) == 0) _connection!.Close(allowCommandsToComplete: false);
        try
        {
            Tick();
        }
        catch (Exception error) when (error is RedisException or ObjectDisposedException or TimeoutException)
        {
            // The call itself meets the same.
        }

        return targetMethod.Invoke(_log, args);
    }
}
