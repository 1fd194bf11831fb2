using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;
using Orleans.Ingest.ClickHouse;
using Orleans.Ingest.ClickHouse.Connections;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.Cluster.Tests.ClickHouse;
using Orleans.Ingest.Contracts.Writing;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.DurableLog.Local;
using Orleans.Ingest.Grains;
using Orleans.Ingest.Grains.ClientIds;
using Orleans.Ingest.Grains.Placement;
using Orleans.Ingest.Grains.Writing;
using Orleans.Ingest.Pipeline.Sessions;
using Orleans.TestingHost;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>One silo with the real writer, between a log in files and a real ClickHouse.</summary>
internal sealed class WriterSilo : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ingest-writer-");
    private readonly LocalDurableLog _log;
    private readonly TimeProvider _time;
    private InProcessTestCluster? _cluster;
    private ulong _version;

    private WriterSilo(ChdbServer server, TimeProvider time, TimeSpan flushInterval)
    {
        _time = time;
        Database = new(server);
        ClickHouse = new(Database.ConnectionString);
        _log = LocalDurableLog.Open(new() { Directory = _directory.FullName, FlushInterval = flushInterval }, time, NullLogger<LocalDurableLog>.Instance);
    }

    public TestDatabase Database { get; }

    public SwitchedClickHouse ClickHouse { get; }

    public ConcurrentQueue<FlushGroup> Committed { get; } = new();

    public MemoryClientIds ClientIds { get; } = new();

    public LogStatus Status => _log.Status;

    public IGrainFactory Grains => _cluster!.Client;

    public IServiceProvider Services => _cluster!.Silos[0].ServiceProvider;

    public IEnumerable<string> Problems => Services.GetRequiredService<WriterProblems>().All;

    public static async Task<WriterSilo> StartAsync(ChdbServer server, Action<StreamPullingAgentOptions>? agent = null, TimeProvider? time = null, TimeSpan? flushInterval = null)
    {
        var silo = new WriterSilo(server, time ?? TimeProvider.System, flushInterval ?? TimeSpan.FromMilliseconds(20));
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, host) =>
        {
            host.Services.AddSingleton(silo._time);
            // See SiloFixture: a silo's start is dated by the system's clock.
            host.Configure<ClusterMembershipOptions>(options => options.EvictWhenMaxJoinAttemptTimeExceeded = false);
            host.CollectBySteadyTime();
            host.AddMemoryGrainStorageAsDefault();
            host.AddDurableLogStreams(EventStream.Name);
            host.Services.AddSingleton(CommitRecord.Of(silo._log, silo.Committed));
            host.Services.AddSingleton<IClickHouseEndpoint>(silo.ClickHouse);
            host.Services.AddClickHouse();
            host.Services.AddIngestGrains();
            host.Services.AddSingleton<IClientIdStore>(silo.ClientIds);
            if (agent is not null) host.Services.PostConfigureAll(agent);
        });
        silo._cluster = builder.Build();
        await silo._cluster.DeployAsync();
        return silo;
    }

    /// <summary>Appends one visitor's first pageview, or another payload, in an append of its own; answers its position.</summary>
    public async Task<ulong> AppendAsync(ulong visitor, byte[]? payload = null, int events = 1)
    {
        var chunk = new LogChunk
        {
            Key = new(7, visitor),
            BuildsOn = 0,
            Version = ++_version,
            OldestBirth = _time.GetUtcNow(),
            Positions = events,
            Payload = payload ?? Groups.FirstPageview(Groups.Noon, visitor),
            Snapshot = SnapshotCodec.Encode(new(_version, Session: null, [], DateTime.MinValue)),
        };
        await _log.AppendAsync(0, new(ChunkPayloadWriter.SchemaVersion, [chunk], []), CancellationToken.None);
        return chunk.FirstPosition;
    }

    public Task DrainedAsync() => Until.TrueAsync(() => Status.OldestPending is null, () => $"Still waiting: {Status.UsedBytes} bytes; {string.Join(' ', Problems)}");

    public string[] DeadLetters() => Directory.GetFiles(Path.Combine(_directory.FullName, "dead-letters"));

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        await _log.DisposeAsync();
        Database.Dispose();
        _directory.Delete(recursive: true);
    }
}
