using System.Globalization;
using ClickHouse.Driver.ADO;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.ClickHouse;
using Orleans.Ingest.ClickHouse.Connections;
using Orleans.Ingest.ClickHouse.Queries;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse;

public class ReplicatedEndpointTests(ChdbServer server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_several_hosts_one_that_answers_is_written_to()
    {
        var live = new ClickHouseConnectionStringBuilder(server.ConnectionString("default"));
        var hosts = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Next()},127.0.0.1:{FreePort.Next()},{live.Host}:{live.Port}");
        await using var services = Services(new ClickHouseConnectionStringBuilder(live.ConnectionString) { Host = hosts }.ConnectionString);
        var queries = services.GetRequiredService<ClickHouseQueries>();
        Assert.True(await queries.PingAsync(Stop));
        var connections = services.GetRequiredService<ClickHouseConnections>();
        Assert.Same(await connections.GetAsync(Stop), await connections.GetAsync(Stop));
    }

    [Fact]
    public async Task Where_no_host_answers_the_statement_says_so()
    {
        await using var services = Services(string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1:{FreePort.Next()},127.0.0.1:{FreePort.Next()}"));
        await Assert.ThrowsAsync<HttpRequestException>(() => services.GetRequiredService<ClickHouseQueries>().VersionAsync(Stop));
    }

    private static ServiceProvider Services(string connectionString) =>
        new ServiceCollection().AddLogging().AddClickHouse(options => (options.ConnectionString, options.Cluster) = (connectionString, "main")).BuildServiceProvider();
}
