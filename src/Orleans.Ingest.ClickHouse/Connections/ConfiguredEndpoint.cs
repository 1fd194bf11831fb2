using Microsoft.Extensions.Options;

namespace Orleans.Ingest.ClickHouse.Connections;

/// <summary>The server that <c>ConnectionStrings:clickhouse</c> names.</summary>
internal sealed class ConfiguredEndpoint(IOptions<ClickHouseOptions> options) : IClickHouseEndpoint
{
    private readonly ClickHouseOptions _options = options.Value;

    public ValueTask<string> GetConnectionStringAsync(CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(_options.ConnectionString)
            ? throw new InvalidOperationException("No ClickHouse server is named: set ConnectionStrings:clickhouse, such as 'Host=localhost;Port=8123;Database=default'.")
            : ValueTask.FromResult(_options.ConnectionString);
}
