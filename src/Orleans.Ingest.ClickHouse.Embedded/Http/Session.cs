using Orleans.Ingest.ClickHouse.Embedded.Engine;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>A client's session: a connection of its own, with its settings, current database and temporary tables.</summary>
internal sealed class Session(EngineConnection connection) : IDisposable
{
    public EngineConnection Connection => connection;

    /// <summary>A request uses it. Guarded by the store's lock.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Ends it when it has not been used for its time.</summary>
    public ITimer? Expiry { get; set; }

    public void Dispose()
    {
        Expiry?.Dispose();
        connection.Dispose();
    }
}
