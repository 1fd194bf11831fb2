using Orleans.Ingest.ClickHouse.Connections;
using Orleans.Ingest.ClickHouse.Embedded.Supervision;

namespace Orleans.Ingest.Server.Modes;

/// <summary>The embedded ClickHouse, as the writer of this start of the program.</summary>
internal sealed class ChildEndpoint(ClickHouseChild child) : IClickHouseEndpoint
{
    /// <inheritdoc />
    public async ValueTask<string> GetConnectionStringAsync(CancellationToken cancellationToken)
    {
        var address = await child.WhenReadyAsync(cancellationToken);
        return $"Host={address.Host};Port={address.Port};Username={ClickHouseChild.WriterName};Password={child.WriterPassword}";
    }
}
