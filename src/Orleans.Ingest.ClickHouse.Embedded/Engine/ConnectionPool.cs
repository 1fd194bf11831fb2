using System.Collections.Concurrent;

namespace Orleans.Ingest.ClickHouse.Embedded.Engine;

/// <summary>
/// Connections of one role: at most <c>limit</c> lent at a time, the others wait. Opening one costs about half a
/// millisecond, and a moment without the runtime's signal handlers, so they are kept.
/// </summary>
internal sealed class ConnectionPool(IReadOnlyList<string> arguments, EngineRole role, int limit) : IDisposable
{
    private readonly ConcurrentBag<EngineConnection> _idle = [];
    private readonly SemaphoreSlim _free = new(limit, limit);

    public int Lent => limit - _free.CurrentCount;

    public async Task<EngineConnection> RentAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            return _idle.TryTake(out var connection) ? connection : new EngineConnection(arguments, role);
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    public void Return(EngineConnection connection)
    {
        if (connection.Reset()) _idle.Add(connection);
        else connection.Dispose();
        _free.Release();
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var connection)) connection.Dispose();
        _free.Dispose();
    }
}
