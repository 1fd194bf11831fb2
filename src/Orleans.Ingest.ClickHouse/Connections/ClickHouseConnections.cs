using ClickHouse.Driver;

namespace Orleans.Ingest.ClickHouse.Connections;

/// <summary>The one client of this process, for the endpoint of now: a child that came back on another port gets a new client.</summary>
public sealed class ClickHouseConnections(IClickHouseEndpoint endpoint) : IDisposable
{
    private readonly Lock _lock = new();
    // A replaced client may still have a statement under way: it is disposed with the others.
    private readonly List<ClickHouseClient> _clients = [];
    private string? _connectionString;

    /// <summary>The client to send the next statement with. Not kept longer than that.</summary>
    public async ValueTask<ClickHouseClient> GetAsync(CancellationToken cancellationToken)
    {
        var connectionString = await endpoint.GetConnectionStringAsync(cancellationToken);
        lock (_lock)
        {
            if (connectionString != _connectionString)
            {
                _clients.Add(new ClickHouseClient(connectionString));
                _connectionString = connectionString;
            }

            return _clients[^1];
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
        {
            _clients.ForEach(client => client.Dispose());
            _clients.Clear();
            _connectionString = null;
        }
    }
}
