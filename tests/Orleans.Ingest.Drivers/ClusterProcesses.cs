using System.Globalization;

namespace Orleans.Ingest.Drivers;

/// <summary>A whole cluster of real processes on loopback: Redis, a ClickHouse, silos, front ends.</summary>
public sealed class ClusterProcesses : IAsyncDisposable
{
    /// <summary>Key of the Sites API.</summary>
    public const string AdminKey = "0123456789abcdef0123456789abcdef";

    /// <summary>A setting: more queues than a new log has by itself, so that several are written, struck and moved at the same time.</summary>
    public static readonly (string Key, string Value) SeveralQueues = ("Ingest__Log__Queues", "2");

    private const string Half = "Orleans__ClusterId";
    private const string SiloPort = "Orleans__Endpoints__SiloPort";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(120);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ingest-cluster-");
    private readonly HttpClient _client = new();

    private ClusterProcesses(int silos, int frontEnds, bool isSplit, IReadOnlyDictionary<string, string> settings)
    {
        var (redis, clickHouse) = (FreePort.Next(), FreePort.Next());
        Redis = new(RedisServer, [
            "--bind", "127.0.0.1", "--port", Text(redis), "--dir", _directory.FullName, "--appendonly", "yes", "--appendfsync", "always", "--save", "",
        ], _directory.FullName);
        ClickHouse = new(new Uri($"http://127.0.0.1:{clickHouse}/"));
        ClickHouseProcess = ProgramProcess.OfServer(_directory.FullName);
        ClickHouseProcess.Environment["Ingest__Role"] = "clickhouse";
        ClickHouseProcess.Environment["Ingest__DataDirectory"] = _directory.FullName;
        ClickHouseProcess.Environment["Ingest__ClickHouse__HttpPort"] = Text(clickHouse);
        foreach (var (key, value) in settings.Where(one => one.Key.StartsWith("OTEL_", StringComparison.Ordinal))) ClickHouseProcess.Environment[key] = value;
        RedisAddress = $"127.0.0.1:{redis}";
        var common = new Dictionary<string, string>(settings)
        {
            ["Ingest__Mode"] = "cluster",
            ["Ingest__AdminKey"] = AdminKey,
            ["ConnectionStrings__redis"] = RedisAddress,
            ["ConnectionStrings__clickhouse"] = $"Host=127.0.0.1;Port={clickHouse}",
            ["Orleans__Endpoints__AdvertisedIPAddress"] = "127.0.0.1",
        };
        Silos = [.. Enumerable.Range(0, silos).Select(i => Member("silo", HalfOf(i), common))];
        FrontEnds = [.. Enumerable.Range(0, frontEnds).Select(i => Member("web", HalfOf(i), common))];

        string HalfOf(int member) => isSplit && member % 2 != 0 ? "other-half" : "ingest";
    }

    /// <summary>The program that is the Redis: what <c>REDIS_SERVER</c> names, such as valkey-server.</summary>
    public static string RedisServer => Environment.GetEnvironmentVariable("REDIS_SERVER") is { Length: > 0 } named ? named : "redis-server";

    /// <summary>Where they keep what they write: Redis in this directory itself, ClickHouse below it.</summary>
    public string DataDirectory => _directory.FullName;

    /// <summary>Where Redis listens.</summary>
    public string RedisAddress { get; }

    /// <summary>The redis-server; it syncs every write.</summary>
    public ProgramProcess Redis { get; }

    /// <summary>The ClickHouse that the silos write to.</summary>
    public ProgramProcess ClickHouseProcess { get; }

    /// <summary>The same as its clients see it.</summary>
    public ClickHouseHttp ClickHouse { get; }

    /// <summary>The silos, and where each listens.</summary>
    public IReadOnlyList<(ProgramProcess Process, Uri Url)> Silos { get; }

    /// <summary>The front ends, and where each listens.</summary>
    public IReadOnlyList<(ProgramProcess Process, Uri Url)> FrontEnds { get; }

    /// <summary>Starts them all; they accept events when the task completes.</summary>
    public static Task<ClusterProcesses> StartAsync(int silos, int frontEnds, params (string Key, string Value)[] settings) => StartAsync(silos, frontEnds, isSplit: false, settings);

    /// <summary>
    /// The same, as if the network between its silos were cut: every second silo and front end belong to a half that knows nothing of the other, but has the same
    /// Redis and the same ClickHouse. So every session and every queue lives twice, for as long as the cluster runs.
    /// </summary>
    public static Task<ClusterProcesses> StartSplitAsync(int silos, int frontEnds, params (string Key, string Value)[] settings) => StartAsync(silos, frontEnds, isSplit: true, settings);

    private static async Task<ClusterProcesses> StartAsync(int silos, int frontEnds, bool isSplit, (string Key, string Value)[] settings)
    {
        var cluster = new ClusterProcesses(silos, frontEnds, isSplit, settings.ToDictionary(one => one.Key, one => one.Value));
        try
        {
            await cluster.StartMembersAsync(isSplit);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    private async Task StartMembersAsync(bool isSplit)
    {
        Redis.Start();
        ClickHouseProcess.Start();
        await ClickHouse.EventuallyAsync("SELECT 1", _patience, "1");
        foreach (var silo in Silos)
        {
            silo.Process.Start();
            // The first silo makes the tables and the first site; those of its half find them, and the other half must too.
            if (isSplit && silo == Silos[0]) await HealthyAsync(silo);
        }

        foreach (var (process, _) in FrontEnds) process.Start();
        foreach (var member in Silos.Concat(FrontEnds)) await HealthyAsync(member);
    }

    /// <summary>True where other silos can find out that this one is dead.</summary>
    public bool HasCompany(ProgramProcess silo) => Silos.Count(member => member.Process.Environment[Half] == silo.Environment[Half]) > 1;

    /// <summary>Awaits that the other silos have declared a silo dead.</summary>
    public Task DeadAsync(ProgramProcess silo)
    {
        var members = new ClusterMembers(RedisAddress, silo.Environment[Half]);
        return Until.TrueAsync(
            () => members.IsDeadAsync(silo.Environment[SiloPort]),
            _patience,
            () => $"The others have not found a silo dead within {_patience}:\n{string.Join("\n\n", Silos.Select(member => member.Process.Output))}");
    }

    /// <summary>Awaits that a member is up.</summary>
    public Task HealthyAsync((ProgramProcess Process, Uri Url) member) => member.Process.HealthyAsync(_client, new(member.Url, "health"), _patience);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var (process, _) in FrontEnds.Concat(Silos)) process.Dispose();
        ClickHouseProcess.Dispose();
        Redis.Dispose();
        ClickHouse.Dispose();
        _client.Dispose();
        await Task.Run(() => _directory.Delete(recursive: true));
    }

    private (ProgramProcess, Uri) Member(string role, string half, Dictionary<string, string> common)
    {
        var process = ProgramProcess.OfServer(_directory.FullName);
        foreach (var (key, value) in common) process.Environment[key] = value;
        var url = new Uri($"http://127.0.0.1:{FreePort.Next()}/");
        process.Environment["Ingest__Role"] = role;
        process.Environment[Half] = half;
        process.Environment["Urls"] = url.ToString().TrimEnd('/');
        if (role == "silo")
        {
            process.Environment[SiloPort] = Text(FreePort.Next());
            process.Environment["Orleans__Endpoints__GatewayPort"] = Text(FreePort.Next());
        }

        return (process, url);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
