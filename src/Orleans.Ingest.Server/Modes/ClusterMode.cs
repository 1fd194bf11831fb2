using Orleans.Configuration;
using Orleans.Ingest.ClickHouse;
using Orleans.Ingest.Contracts.Live;
using Orleans.Ingest.Contracts.Writing;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Grains;
using Orleans.Ingest.Grains.Batching;
using Orleans.Ingest.Grains.Placement;
using Orleans.Ingest.Grains.Quarantine;
using Orleans.Ingest.Server.Dashboard;
using Orleans.Ingest.Server.FirstStart;
using Orleans.Ingest.Server.Health;
using Orleans.Ingest.Server.Options;
using Orleans.Ingest.ServiceDefaults;
using Orleans.Ingest.Web;
using Orleans.Ingest.Web.Events;
using Orleans.Ingest.Web.Health;
using Orleans.Ingest.Web.Quarantine;
using Orleans.Storage;

namespace Orleans.Ingest.Server.Modes;

/// <summary>
/// A member of a cluster: a silo, a front end, or both in one process. Clustering, grain state and the event log are in Redis, as the
/// section <c>Orleans</c> says; ClickHouse is the server that <c>ConnectionStrings:clickhouse</c> names.
/// </summary>
internal static class ClusterMode
{
    /// <summary>What is said to a silo that does not know where to write.</summary>
    public const string NoClickHouse = "ConnectionStrings:clickhouse is not set, and a silo writes there: give it, such as 'Host=localhost;Port=8123;Database=default' (in the environment: ConnectionStrings__clickhouse).";

    /// <summary>Runs until stopped.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var options = builder.AddIngestOptions();
        builder.AddServiceDefaults(options.Role);
        builder.AddClusterDefaults(isSilo: options.Role != "web");
        builder.UseDefaultUrl();
        if (options.Role != "silo") builder.UseAdminUrls();
        var redis = builder.AddRedisConnections();
        if (options.Role == "web") builder.AddClusterClient(options);
        else builder.AddClusterSilo(options);
        if (options.Role == "all") builder.Services.AddLocalSessions().AddSingleton<ISessionGrains, SiloSessions>();
        if (options.Role != "silo") builder.AddFrontEnd(options);
        builder.Services.AddHostedService<ClusterBanner>();

        await RedisAtStart.RequireAsync(redis);
        await using var app = builder.Build();
        if (options.Role == "silo") app.MapHealth();
        else app.MapFrontEnd(options);
        await app.RunAsync();
        return 0;
    }

    private static void AddClusterSilo(this WebApplicationBuilder builder, IngestOptions options)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString("clickhouse")))
            throw new InvalidDataException(NoClickHouse);

        builder.Services.AddClickHouse(clickHouse =>
        {
            builder.Configuration.GetSection("Ingest:ClickHouse").Bind(clickHouse);
            clickHouse.ConnectionString = builder.Configuration.GetConnectionString("clickhouse")!;
        });
        builder.Services.AddHostedService<SchemaAtStart>();
        builder.AddRedisSaltErasure();
        builder.Services.AddIngestGrains();
        builder.Services.AddSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>();
        builder.AddRedisClientIds();
        builder.UseOrleans(silo =>
        {
            silo.RequireDurableLogStreams(EventStream.Name);
            silo.CollectBySteadyTime();
            silo.AddBroadcastChannel(LiveChannel.Name);
            silo.Configure<ClusterMembershipOptions>(FailureDetection.FindTheDeadSoon);
            silo.AddIngestDashboard(options);
            if (options.Kubernetes) silo.UseKubernetesHosting();
        });
        builder.Services.AddHostedService<FirstSite>();
        builder.Services.AddSingleton<IIngestHealth, LocalSiloHealth>();
        builder.Services.AddSingleton<IDropCounter, SiloDropCounter>();
        builder.Services.AddSingleton<IKeptEvents, SiloKeptEvents>();
    }

    private static void AddClusterClient(this WebApplicationBuilder builder, IngestOptions options)
    {
        builder.UseOrleansClient(client =>
        {
            client.AddBroadcastChannel(LiveChannel.Name);
            client.AddIngestDashboard(options);
            client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1));
            client.UseConnectionRetryFilter(async (_, cancellationToken) =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return !cancellationToken.IsCancellationRequested;
            });
        });
        builder.Services.AddSingleton<RemoteSiloHealth>();
        builder.Services.AddSingleton<IIngestHealth>(services => services.GetRequiredService<RemoteSiloHealth>());
        builder.Services.AddHostedService(services => services.GetRequiredService<RemoteSiloHealth>());
        builder.Services.AddSingleton<RemoteDropCounting>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RemoteDropCounting>());
        builder.Services.AddSingleton<IDropCounter, RemoteDropCounter>();
        builder.Services.AddSingleton<RemoteKeeping>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RemoteKeeping>());
        builder.Services.AddSingleton<IKeptEvents, RemoteKeptEvents>();
    }

    private static void MapFrontEnd(this WebApplication app, IngestOptions options)
    {
        app.MapIngest();
        app.MapIngestDashboard(options);
    }
}
