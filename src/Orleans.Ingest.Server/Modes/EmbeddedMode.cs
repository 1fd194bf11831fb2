using Orleans.Ingest.ClickHouse;
using Orleans.Ingest.ClickHouse.Connections;
using Orleans.Ingest.ClickHouse.Embedded.Supervision;
using Orleans.Ingest.Contracts.Live;
using Orleans.Ingest.Contracts.Writing;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.DurableLog.Local;
using Orleans.Ingest.Grains;
using Orleans.Ingest.Grains.ClientIds;
using Orleans.Ingest.Grains.Placement;
using Orleans.Ingest.Server.Dashboard;
using Orleans.Ingest.Server.FirstStart;
using Orleans.Ingest.Server.Health;
using Orleans.Ingest.Server.Options;
using Orleans.Ingest.Server.Storage;
using Orleans.Ingest.ServiceDefaults;
using Orleans.Ingest.Web;
using Orleans.Ingest.Web.Events;
using Orleans.Ingest.Web.Health;
using Orleans.Ingest.Web.Quarantine;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Orleans.Ingest.Server.Modes;

/// <summary>
/// One command, two processes, one data directory: the service with everything local, and its ClickHouse as a supervised child.
/// Services stop in the reverse order of their registration: front end, drain, silo, ClickHouse.
/// </summary>
internal static class EmbeddedMode
{
    /// <summary>Runs until stopped.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        await using var app = Build(args);
        await app.RunAsync();
        return 0;
    }

    /// <summary>The service, not started.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="change">Replaces a part of it, for tests; null for nothing.</param>
    internal static WebApplication Build(string[] args, Action<IServiceCollection>? change = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var options = builder.AddIngestOptions();
        PrivateDirectory.Ensure(options.DataDirectory);

        builder.AddServiceDefaults("embedded");
        builder.UseDefaultUrl();
        builder.UseAdminUrls();
        builder.AddEmbeddedClickHouse(options);
        builder.AddLocalLog(options);
        builder.AddLocalSilo(options);
        builder.Services.AddLocalSessions().AddSingleton<ISessionGrains, SiloSessions>();
        builder.AddFrontEnd(options);
        builder.Services.AddSingleton<IIngestHealth, EmbeddedHealth>();
        builder.Services.AddSingleton<IDropCounter, SiloDropCounter>();
        builder.Services.AddSingleton<IKeptEvents, SiloKeptEvents>();
        builder.Services.AddHostedService<Banner>();
        change?.Invoke(builder.Services);

        var app = builder.Build();
        app.MapIngest();
        app.MapIngestDashboard(options);
        return app;
    }

    private static void AddEmbeddedClickHouse(this WebApplicationBuilder builder, IngestOptions options)
    {
        builder.Services.AddClickHouseChild(child =>
        {
            child.DataDirectory = Path.Combine(options.DataDirectory, "clickhouse");
            child.HttpPort = options.ClickHouse.HttpPort;
            child.Username = options.ClickHouse.Username;
            child.Password = options.ClickHouse.Password;
        });
        builder.Services.AddSingleton<IClickHouseEndpoint, ChildEndpoint>();
        builder.Services.AddClickHouse(clickHouse => clickHouse.CountersRetentionDays = options.ClickHouse.CountersRetentionDays);
        builder.Services.AddHostedService<SchemaAtStart>();
    }

    private static void AddLocalLog(this WebApplicationBuilder builder, IngestOptions options)
    {
        var log = new LocalLogOptions
        {
            Directory = Path.Combine(options.DataDirectory, "log"),
            FlushInterval = options.FlushInterval,
            MaxBytes = options.Log.MaxBytes,
            SegmentBytes = options.Log.SegmentBytes,
        };
        builder.Services.AddSingleton<IDurableLog>(services =>
            LocalDurableLog.Open(log, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<LocalDurableLog>>()));
    }

    private static void AddLocalSilo(this WebApplicationBuilder builder, IngestOptions options)
    {
        builder.Services.AddIngestGrains();
        builder.UseOrleans(silo =>
        {
            // No gateway: the front end is in the silo's process. A free port, so that services run side by side.
            silo.UseLocalhostClustering(siloPort: FreePort.Next(), gatewayPort: 0);
            silo.CollectBySteadyTime();
            silo.AddDurableLogStreams(EventStream.Name);
            silo.AddBroadcastChannel(LiveChannel.Name);
            silo.AddIngestDashboard(options);
            silo.Services.AddSingleton<OrleansGrainStorageSerializer>();
            silo.Services.AddGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, (services, _) => new SqliteGrainStorage(
                Path.Combine(options.DataDirectory, "state.db"), services.GetRequiredService<OrleansGrainStorageSerializer>()));
            silo.Services.AddSingleton<IClientIdStore>(services => new SqliteClientIds(Path.Combine(options.DataDirectory, "client-ids.db"), services.GetRequiredService<TimeProvider>()));
        });
        builder.Services.AddHostedService<FirstSite>();
        builder.Services.AddHostedService<DrainOnStop>();
    }
}
