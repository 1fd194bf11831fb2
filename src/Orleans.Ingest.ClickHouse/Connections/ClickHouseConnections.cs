using ClickHouse.Driver;

namespace Orleans.Ingest.ClickHouse.Connections;

/// <summary>The one client of this process, for the endpoint of now: a child that came back on another port gets a new client.</summary>
public sealed class ClickHouseConnections(IClickHouseEndpoint endpoint) : IDisposable
{
    private readonly Lock _lock = new();
    // A replaced client may still have a statement under way: it is disposed with the others. One that is gone back to, such as a replica, is used again.
    private readonly Dictionary<string, ClickHouseClient> _clients = new(StringComparer.Ordinal);

    /// <summary>The client to send the next statement with. Not kept longer than that.</summary>
    public async ValueTask<ClickHouseClient> GetAsync(CancellationToken cancellationToken)
    {
        var connectionString = await endpoint.GetConnectionStringAsync(cancellationToken);
        lock (_lock)
        {
            if (!_clients.TryGetValue(connectionString, out var client)) _clients[connectionString] = client = new(connectionString);
            return client;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var client in _clients.Values) client.Dispose();
            _clients.Clear();
        }
    }
}
