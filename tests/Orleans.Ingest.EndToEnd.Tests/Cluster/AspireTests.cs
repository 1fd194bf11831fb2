using System.Globalization;
using System.Net;
using Orleans.Ingest.Drivers;
using StackExchange.Redis;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Cluster;

/// <summary>A silo and a front end with the environment that an Aspire AppHost gives them, and only this program's own keys besides.</summary>
public sealed class AspireTests : IAsyncLifetime
{
    private const string RedisPassword = "aspire-made-this";
    private const string NotThePeer = "192.0.2.1";
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ingest-aspire-");
    private readonly HttpClient _client = new();
    private readonly List<ProgramProcess> _members = [];
    private ClusterProcesses? _services;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        _services = await ClusterProcesses.StartAsync(0, 0);
        // The Redis of an AppHost has one.
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{_services.RedisAddress},allowAdmin=true");
        await redis.GetServers()[0].ConfigSetAsync("requirepass", RedisPassword);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members) member.Dispose();
        if (_services is not null) await _services.DisposeAsync();
        _client.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task They_take_an_event_and_a_visitors_address_from_no_one_who_is_not_trusted()
    {
        var silo = StartSilo();
        using var frontEnd = new FrontEndClient((await UpAsync(StartFrontEnd())).Url);
        await UpAsync(silo);

        // Said by anyone, and the framework's own middleware, which the AppHost turns on, believes it.
        var seen = await frontEnd.DebugAsync("203.0.113.9");
        Assert.True(IPAddress.TryParse(seen.Split('\n')[0], out var address), seen);
        Assert.True(IPAddress.IsLoopback(address), seen);

        Assert.Equal("202", await frontEnd.SendAsync("localhost", "/one", "203.0.113.9"));
        Assert.Equal("202", await frontEnd.SendAsync("localhost", "/two", "203.0.113.10"));
        await _services!.ClickHouse.EventuallyAsync("SELECT count(), uniqExact(user_id), uniqExact(session_id) FROM events_v2", _patience, "2\t1\t1");
    }

    private (ProgramProcess Process, Uri Url) StartSilo() => Start("silo", [
        ("Orleans__GrainStorage__Default__ProviderType", "Redis"),
        ("Orleans__GrainStorage__Default__ServiceKey", "redis"),
        ("Orleans__Reminders__ProviderType", "Redis"),
        ("Orleans__Reminders__ServiceKey", "redis"),
        ("Orleans__Endpoints__SiloPort", Port()),
        ("Orleans__Endpoints__GatewayPort", Port()),
        ("ConnectionStrings__clickhouse", $"Host=127.0.0.1;Port={_services!.ClickHouse.Address.Port};Database=default;Username=default;Password="),
    ]);

    private (ProgramProcess Process, Uri Url) StartFrontEnd() => Start("web", [("services__silo__http__0", "http://localhost:1"), ("Ingest__TrustedProxies", NotThePeer)]);

    private (ProgramProcess Process, Uri Url) Start(string role, (string Key, string Value)[] ofTheRole)
    {
        var port = Port();
        var redis = _services!.RedisAddress.Split(':');
        (string Key, string Value)[] environment =
        [
            ("Orleans__ClusterId", "aspire-cluster"),
            ("Orleans__ServiceId", "aspire-service"),
            ("Orleans__EnableDistributedTracing", "true"),
            ("Orleans__Clustering__ProviderType", "Redis"),
            ("Orleans__Clustering__ServiceKey", "redis"),
            ("Orleans__Streaming__events__ProviderType", "Redis"),
            ("Orleans__Streaming__events__ServiceKey", "redis"),
            ("ConnectionStrings__redis", $"{_services.RedisAddress},password={RedisPassword}"),
            ("REDIS_HOST", redis[0]),
            ("REDIS_PORT", redis[1]),
            ("REDIS_PASSWORD", RedisPassword),
            ("REDIS_URI", $"redis://:{RedisPassword}@{_services.RedisAddress}"),
            ("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://localhost:{Port()}"),
            ("OTEL_SERVICE_NAME", role),
            ("OTEL_RESOURCE_ATTRIBUTES", $"service.instance.id={role}-1"),
            ("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true"),
            ("HTTP_PORTS", port),
            ("Ingest__Mode", "cluster"),
            ("Ingest__Role", role),
            ("Ingest__AdminKey", ClusterProcesses.AdminKey),
            .. ofTheRole,
        ];
        var process = ProgramProcess.OfServer(_directory.FullName);
        foreach (var (key, value) in environment) process.Environment[key] = value;
        _members.Add(process);
        process.Start();
        return (process, new($"http://127.0.0.1:{port}/"));
    }

    private async Task<(ProgramProcess Process, Uri Url)> UpAsync((ProgramProcess Process, Uri Url) member)
    {
        await member.Process.HealthyAsync(_client, new(member.Url, "health"), _patience);
        return member;
    }

    private static string Port() => FreePort.Next().ToString(CultureInfo.InvariantCulture);
}
