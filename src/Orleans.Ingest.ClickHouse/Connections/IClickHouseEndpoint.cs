namespace Orleans.Ingest.ClickHouse.Connections;

/// <summary>Where ClickHouse is. Configured, or the child process of embedded mode, whose port is known only once it is up.</summary>
public interface IClickHouseEndpoint
{
    /// <summary>The connection string of now, in ClickHouse.Driver's form. Waits while the endpoint is not known yet.</summary>
    ValueTask<string> GetConnectionStringAsync(CancellationToken cancellationToken);
}
