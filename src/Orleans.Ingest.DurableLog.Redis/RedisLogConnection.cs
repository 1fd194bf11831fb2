using StackExchange.Redis;

namespace Orleans.Ingest.DurableLog.Redis;

/// <summary>A connection, and whether it is the log's to close.</summary>
internal sealed class RedisLogConnection(IConnectionMultiplexer multiplexer, bool isShared) : IAsyncDisposable
{
    /// <summary>The connection.</summary>
    public IConnectionMultiplexer Multiplexer => multiplexer;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => isShared ? ValueTask.CompletedTask : multiplexer.DisposeAsync();
}
