using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Ingest.ClickHouse.Connections;

/// <summary>The server, or the replicas, that <c>ConnectionStrings:clickhouse</c> names.</summary>
internal sealed class ConfiguredEndpoint(IOptions<ClickHouseOptions> options, TimeProvider time, ILogger<ReplicatedEndpoint> logger) : IClickHouseEndpoint, IDisposable
{
    private readonly IReadOnlyList<string> _hosts = string.IsNullOrWhiteSpace(options.Value.ConnectionString) ? [] : ReplicaHosts.Of(options.Value.ConnectionString);
    private ReplicatedEndpoint? _replicas;

    public ValueTask<string> GetConnectionStringAsync(CancellationToken cancellationToken) => _hosts switch
    {
        [] => throw new InvalidOperationException("No ClickHouse server is named: set ConnectionStrings:clickhouse, such as 'Host=localhost;Port=8123;Database=default'."),
        [var only] => ValueTask.FromResult(only),
        _ => LazyInitializer.EnsureInitialized(ref _replicas, () => new(_hosts, time, logger)).GetConnectionStringAsync(cancellationToken),
    };

    public void Dispose() => _replicas?.Dispose();
}
