using Orleans.Ingest.ClickHouse.Connections;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>A ClickHouse that a test can take away and bring back.</summary>
internal sealed class SwitchedClickHouse(string connectionString) : IClickHouseEndpoint
{
    private int _refused;

    public bool IsAway { get; set; }

    /// <summary>How often it was asked for while it was away.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public ValueTask<string> GetConnectionStringAsync(CancellationToken cancellationToken)
    {
        if (!IsAway) return new(connectionString);
        Interlocked.Increment(ref _refused);
        throw new HttpRequestException("The test has taken ClickHouse away.");
    }
}
