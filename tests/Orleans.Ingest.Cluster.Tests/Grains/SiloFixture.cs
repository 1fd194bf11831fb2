using Microsoft.Extensions.DependencyInjection;
using Orleans.BroadcastChannel;
using Orleans.Configuration;
using Orleans.Ingest.ClickHouse;
using Orleans.Ingest.ClickHouse.Connections;
using Orleans.Ingest.Contracts.Live;
using Orleans.Ingest.Contracts.Writing;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Grains;
using Orleans.Ingest.Grains.ClientIds;
using Orleans.Ingest.Grains.Placement;
using Orleans.Ingest.Grains.Salts;
using Orleans.Ingest.Grains.Sessions;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>One silo or several with the real grains over a <see cref="HeldLog"/>.</summary>
public sealed class SiloFixture : IAsyncDisposable
{
    private InProcessTestCluster? _cluster;

    internal HeldLog Log { get; private init; } = new();

    internal IGrainFactory Grains => _cluster!.Client;

    /// <summary>Each silo's.</summary>
    internal List<LocalSessions> LocalSessions => [.. _cluster!.Silos.Select(silo => _cluster.GetSiloServiceProvider(silo.SiloAddress).GetRequiredService<LocalSessions>())];

    /// <summary>One of the first silo that goes by another clock.</summary>
    internal LocalSessions LocalSessionsAt(TimeProvider time)
    {
        var services = _cluster!.GetSiloServiceProvider(_cluster.Silos[0].SiloAddress);
        return new(services.GetRequiredService<SessionPlaces>(), services.GetRequiredService<ILocalSiloDetails>(), time);
    }

    /// <summary>Publishes as a front end does.</summary>
    internal IBroadcastChannelWriter<LiveReport> Live =>
        _cluster!.Client.GetBroadcastChannelProvider(LiveChannel.Name).GetChannelWriter<LiveReport>(ChannelId.Create(LiveChannel.Namespace, LiveChannel.Key));

    internal StoredStates States { get; private init; } = new();

    internal SiloClock Clock { get; private init; } = new();

    internal CountedErasure Erasure { get; } = new();

    /// <summary>Starts a silo, or a cluster of them; over the states or the log that another one has, if they are given.</summary>
    internal static async Task<SiloFixture> StartAsync(StoredStates? states = null, SiloClock? clock = null, HeldLog? log = null, short silos = 1)
    {
        var fixture = new SiloFixture { States = states ?? new(), Clock = clock ?? new(), Log = log ?? new() };
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(fixture.Clock);
            // Orleans dates a silo's start by the system's clock and its age by this one: hours apart, a silo
            // that is looked at while it joins can seem to have tried for too long, and is declared dead.
            silo.Configure<ClusterMembershipOptions>(options => options.EvictWhenMaxJoinAttemptTimeExceeded = false);
            silo.Services.AddSingleton<OrleansGrainStorageSerializer>();
            silo.Services.AddGrainStorage(
                ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
                (services, _) => fixture.States.Storage(services.GetRequiredService<OrleansGrainStorageSerializer>()));
            silo.AddDurableLogStreams(EventStream.Name);
            silo.AddBroadcastChannel(LiveChannel.Name);
            silo.Services.AddSingleton<IDurableLog>(fixture.Log);
            silo.Services.AddSingleton<IClientIdStore, MemoryClientIds>();
            silo.Services.AddSingleton<IClickHouseEndpoint, NoClickHouse>();
            silo.Services.AddClickHouse();
            silo.Services.AddSingleton<ISaltErasure>(fixture.Erasure);
            silo.Services.AddIngestGrains().AddLocalSessions();
        });
        builder.ConfigureClient(client => client.AddBroadcastChannel(LiveChannel.Name));
        fixture._cluster = builder.Build();
        await fixture._cluster.DeployAsync();
        return fixture;
    }

    /// <summary>Ends an activation in an orderly way, as idleness or a stop does.</summary>
    internal Task DeactivateAsync(IAddressable grain) => _cluster!.DeactivateAsync(grain);

    /// <summary>Adds a silo to the cluster.</summary>
    internal async Task<SiloAddress> AddSiloAsync() => (await _cluster!.StartAdditionalSiloAsync()).SiloAddress;

    /// <summary>Stops a silo in an orderly way.</summary>
    internal Task StopSiloAsync(SiloAddress silo) => _cluster!.StopSiloAsync(_cluster.GetSiloForAddress(silo)!);

    /// <summary>Where the activations of session grains are.</summary>
    internal async Task<ILookup<GrainId, SiloAddress>> SessionsAsync() =>
        (await Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics()).Where(activation => activation.GrainId.Type == GrainType.Create(SessionGrain.TypeName))
        .ToLookup(activation => activation.GrainId, activation => activation.SiloAddress);

    /// <summary>Lets the silo collect what is idle, whatever its age.</summary>
    internal Task CollectAsync() => Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);

    /// <summary>True when the grain has an activation.</summary>
    internal async Task<bool> IsActiveAsync(IAddressable grain) =>
        (await Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics()).Any(activation => activation.GrainId == grain.GetGrainId());

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
