using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.ClickHouse;
using Orleans.Ingest.ClickHouse.Connections;
using Orleans.Ingest.Contracts.Writing;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Grains;
using Orleans.TestingHost;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>One silo with the real grains over a <see cref="HeldLog"/>.</summary>
public sealed class SiloFixture : IAsyncDisposable
{
    private InProcessTestCluster? _cluster;

    internal HeldLog Log { get; } = new();

    internal IGrainFactory Grains => _cluster!.Client;

    internal static async Task<SiloFixture> StartAsync()
    {
        var fixture = new SiloFixture();
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorageAsDefault();
            silo.AddDurableLogStreams(EventStream.Name);
            silo.Services.AddSingleton<IDurableLog>(fixture.Log);
            silo.Services.AddSingleton<IClickHouseEndpoint, NoClickHouse>();
            silo.Services.AddClickHouse();
            silo.Services.AddIngestGrains();
        });
        fixture._cluster = builder.Build();
        await fixture._cluster.DeployAsync();
        return fixture;
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        await Log.DisposeAsync();
    }

    private sealed class NoClickHouse : IClickHouseEndpoint
    {
        public ValueTask<string> GetConnectionStringAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("These tests have no ClickHouse.");
    }
}
