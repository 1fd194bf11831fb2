namespace Orleans.Ingest.ClickHouse.Embedded.Engine;

/// <summary>A connection for one request, and its place among those that run at a time.</summary>
internal sealed class ConnectionLease(ConnectionPool pool, EngineConnection connection) : IDisposable
{
    public EngineConnection Connection => connection;

    public void Dispose() => pool.Return(connection);
}
