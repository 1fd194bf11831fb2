namespace Orleans.Ingest.ClickHouse.Embedded.Engine;

/// <summary>A connection for one request, its place among those that run at a time, and its turn where they are paced.</summary>
internal sealed class ConnectionLease(ConnectionPool pool, EngineConnection connection, IDisposable? turn) : IDisposable
{
    public EngineConnection Connection => connection;

    public void Dispose()
    {
        pool.Return(connection);
        turn?.Dispose();
    }
}
