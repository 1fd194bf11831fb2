using System.Globalization;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.EndToEnd.Tests.Cluster;

namespace Orleans.Ingest.EndToEnd.Tests.Drivers;

/// <summary>A cluster of one member, silo and front end in one process, over a Redis and a ClickHouse that a test may put something in front of.</summary>
internal sealed class LoneMember : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ingest-member-");
    private readonly HttpClient _client = new();
    private readonly int _redisPort = FreePort.Next();

    public LoneMember()
    {
        Redis = RedisOf(_redisPort);
        ClickHouse = new(new Uri($"http://127.0.0.1:{ClickHousePort}/"));
        ClickHouseProcess = ProgramProcess.OfServer(_directory.FullName);
        ClickHouseProcess.Environment["Ingest__Role"] = "clickhouse";
        ClickHouseProcess.Environment["Ingest__DataDirectory"] = Path.Combine(_directory.FullName, "clickhouse");
        ClickHouseProcess.Environment["Ingest__ClickHouse__HttpPort"] = Text(ClickHousePort);
        var url = new Uri($"http://127.0.0.1:{FreePort.Next()}/");
        FrontEnd = new(url);
        Process = ProgramProcess.OfServer(_directory.FullName);
        Set("Urls", url.ToString().TrimEnd('/'));
        Set("Ingest__Mode", "cluster");
        Set("Ingest__AdminKey", ClusterProcesses.AdminKey);
        Set("Ingest__DataDirectory", Path.Combine(_directory.FullName, "member"));
        Set("ConnectionStrings__redis", RedisAddress);
        Set("ConnectionStrings__clickhouse", $"Host=127.0.0.1;Port={ClickHousePort}");
        Set("Orleans__Endpoints__AdvertisedIPAddress", "127.0.0.1");
        Set("Orleans__Endpoints__SiloPort", Text(FreePort.Next()));
        Set("Orleans__Endpoints__GatewayPort", Text(FreePort.Next()));
    }

    /// <summary>Where the Redis listens.</summary>
    public string RedisAddress => $"127.0.0.1:{_redisPort}";

    /// <summary>Where the ClickHouse listens.</summary>
    public int ClickHousePort { get; } = FreePort.Next();

    public ProgramProcess Redis { get; }

    public ProgramProcess ClickHouseProcess { get; }

    /// <summary>The ClickHouse, past whatever is in front of it.</summary>
    public ClickHouseHttp ClickHouse { get; }

    public ProgramProcess Process { get; }

    public FrontEndClient FrontEnd { get; }

    public void Set(string key, string value) => Process.Environment[key] = value;

    /// <summary>A redis-server that syncs every write, in a directory of its own; not started.</summary>
    public ProgramProcess RedisOf(int port, params string[] more)
    {
        var directory = _directory.CreateSubdirectory($"redis-{port}").FullName;
        return new(
            ClusterProcesses.RedisServer,
            ["--bind", "127.0.0.1", "--port", Text(port), "--dir", directory, "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--repl-diskless-sync-delay", "0", .. more],
            directory);
    }

    /// <summary>Starts all three; the member accepts events when the task completes.</summary>
    public async Task StartAsync()
    {
        if (Redis.HasExited) Redis.Start();
        ClickHouseProcess.Start();
        await ClickHouse.EventuallyAsync("SELECT 1", _patience, "1");
        await StartAgainAsync();
    }

    /// <summary>Starts the member, and waits until it accepts events.</summary>
    public Task StartAgainAsync()
    {
        Process.Start();
        return Process.HealthyAsync(_client, new(FrontEnd.Url, "health"), _patience);
    }

    /// <summary>Awaits that its health says something.</summary>
    public async Task HealthSaysAsync(params string[] texts)
    {
        var last = "";
        await Until.TrueAsync(
            async () => texts.All((last = (await FrontEnd.HealthAsync()).Body).Contains),
            _patience,
            () => $"Health says {last}\n{Process.Output}");
    }

    public async ValueTask DisposeAsync()
    {
        Process.Dispose();
        ClickHouseProcess.Dispose();
        Redis.Dispose();
        FrontEnd.Dispose();
        ClickHouse.Dispose();
        _client.Dispose();
        await Task.Run(() => _directory.Delete(recursive: true));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
