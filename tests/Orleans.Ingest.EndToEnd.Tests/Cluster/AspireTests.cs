using System.Globalization;
using System.Net;
using Orleans.Ingest.Drivers;
using StackExchange.Redis;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Cluster;

/// <summary>A silo and a front end with exactly the environment that the published manifest of the AppHost shows.</summary>
public sealed class AspireTests : IAsyncLifetime
{
    private const string RedisPassword = "aspire-made-this";
    private const string NotThePeer = "192.0.2.1";
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ingest-aspire-");
    private readonly HttpClient _client = new();
    private readonly List<ProgramProcess> _members = [];
    private ClusterProcesses? _services;
    private AspireManifest _manifest = AspireManifest.Read();

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        _services = await ClusterProcesses.StartAsync(0, 0);
        // The Redis of an AppHost has one.
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{_services.RedisAddress},allowAdmin=true");
        await redis.GetServers()[0].ConfigSetAsync("requirepass", RedisPassword);
        _manifest = Running(_services.RedisAddress, _services.ClickHouse.Address);
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

    private (ProgramProcess Process, Uri Url) StartSilo() => Start("silo");

    private (ProgramProcess Process, Uri Url) StartFrontEnd() => Start("web", ("Ingest__TrustedProxies", NotThePeer));

    private (ProgramProcess Process, Uri Url) Start(string project, params (string Key, string Value)[] besides)
    {
        var port = Port();
        var process = ProgramProcess.OfServer(_directory.FullName);
        _manifest.With($"{project}.bindings.http.targetPort", port);
        foreach (var (key, value) in _manifest.EnvironmentOf(project)) process.Environment[key] = value;
        // What Aspire says only while it runs a project.
        process.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://localhost:{Port()}";
        process.Environment["OTEL_SERVICE_NAME"] = project;
        process.Environment["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={project}-1";
        foreach (var (key, value) in besides) process.Environment[key] = value;
        _members.Add(process);
        process.Start();
        return (process, new($"http://127.0.0.1:{port}/"));
    }

    /// <summary>What the manifest's placeholders stand for here.</summary>
    private static AspireManifest Running(string redisAddress, Uri clickHouse) => AspireManifest.Read()
        .With("admin-key.value", ClusterProcesses.AdminKey)
        .With("redis-password.value", RedisPassword)
        .With("redis-password-uri-encoded.value", RedisPassword)
        .With("redis.bindings.tcp.host", redisAddress.Split(':')[0])
        .With("redis.bindings.tcp.port", redisAddress.Split(':')[1])
        .With("clickhouse.connectionString", $"Host={clickHouse.Host};Port={clickHouse.Port};Database=default;Username=default;Password=")
        .With("silo.bindings.orleans-silo.targetPort", Port())
        .With("silo.bindings.orleans-gateway.targetPort", Port())
        .With("silo.bindings.http.url", "http://localhost:1")
        .With("silo.bindings.orleans-silo.url", "tcp://localhost:1")
        .With("silo.bindings.orleans-gateway.url", "tcp://localhost:1");

    private async Task<(ProgramProcess Process, Uri Url)> UpAsync((ProgramProcess Process, Uri Url) member)
    {
        await member.Process.HealthyAsync(_client, new(member.Url, "health"), _patience);
        return member;
    }

    private static string Port() => FreePort.Next().ToString(CultureInfo.InvariantCulture);
}
