using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.EndToEnd.Tests.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>What docs/security.md says of TLS, credentials and loopback.</summary>
public sealed class TlsTests : IDisposable
{
    private const string Password = "a-password-of-redis";
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ingest-tls-");
    private readonly X509Certificate2 _certificate;
    private readonly HttpClient _client;

    public TlsTests()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        _certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(PathOf("tls.crt"), _certificate.ExportCertificatePem());
        File.WriteAllText(PathOf("tls.key"), key.ExportPkcs8PrivateKeyPem());
        // That very certificate, and no other.
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(_certificate);
        _client = new(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = trust } });
    }

    public void Dispose()
    {
        _client.Dispose();
        _certificate.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_front_end_takes_events_over_TLS_and_no_socket_of_the_service_is_open_beyond_loopback()
    {
        var url = new Uri($"https://127.0.0.1:{Text(FreePort.Next())}/");
        using var service = Service(url);
        service.Environment["Kestrel__Certificates__Default__Path"] = PathOf("tls.crt");
        service.Environment["Kestrel__Certificates__Default__KeyPath"] = PathOf("tls.key");
        service.Environment["Ingest__ClickHouse__HttpPort"] = Text(FreePort.Next());
        service.Environment["Ingest__Metrics__Port"] = Text(FreePort.Next());
        service.Start();
        await service.HealthyAsync(_client, new(url, "health"), _patience);
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(url));

        var sockets = ListeningSockets.Of(service.Id);
        Assert.Contains(sockets, socket => socket.Port == url.Port);
        Assert.All(sockets, socket => Assert.True(IPAddress.IsLoopback(socket.Address), $"{socket} is open to the network."));
        Assert.Equal(0, await service.StopAsync(_patience));
    }

    [Fact]
    public async Task A_member_speaks_TLS_with_Redis_and_gives_its_password()
    {
        var (port, url) = (FreePort.Next(), new Uri($"http://127.0.0.1:{Text(FreePort.Next())}/"));
        using var redis = new ProgramProcess(ClusterProcesses.RedisServer, [
            "--bind", "127.0.0.1", "--port", "0", "--tls-port", Text(port), "--tls-cert-file", PathOf("tls.crt"), "--tls-key-file", PathOf("tls.key"), "--tls-auth-clients", "no",
            "--requirepass", Password, "--dir", _directory.FullName, "--appendonly", "yes", "--save", "",
        ], _directory.FullName);
        redis.Start();
        using var member = Service(url);
        member.Environment["Ingest__Mode"] = "cluster";
        member.Environment["Ingest__AdminKey"] = ClusterProcesses.AdminKey;
        member.Environment["ConnectionStrings__redis"] = $"localhost:{Text(port)},ssl=true,password={Password}";
        member.Environment["ConnectionStrings__clickhouse"] = $"Host=127.0.0.1;Port={Text(FreePort.Next())}";
        member.Environment["Orleans__Endpoints__AdvertisedIPAddress"] = "127.0.0.1";
        member.Environment["Orleans__Endpoints__SiloPort"] = Text(FreePort.Next());
        member.Environment["Orleans__Endpoints__GatewayPort"] = Text(FreePort.Next());
        // Where this process looks for authorities that it trusts.
        member.Environment["SSL_CERT_FILE"] = PathOf("tls.crt");
        member.Start();
        await member.HealthyAsync(_client, new(url, "health"), _patience);
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(url));
        Assert.DoesNotContain(Password, member.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_writes_to_a_ClickHouse_over_TLS_whose_authority_it_trusts_and_keeps_its_events_while_it_does_not()
    {
        await using var member = new LoneMember();
        await using var proxy = new LoopbackProxy(member.ClickHousePort, _certificate);
        member.Set("ConnectionStrings__clickhouse", $"Host=localhost;Port={Text(proxy.Port)};Protocol=https");
        await member.StartAsync();
        Assert.Equal("202", await member.FrontEnd.SendAsync("localhost", "/secure"));
        await member.HealthSaysAsync("degraded", "attempt(s)");
        Assert.False(proxy.IsUsed);

        await member.Process.StopAsync(_patience);
        member.Set("SSL_CERT_FILE", PathOf("tls.crt"));
        await member.StartAgainAsync();
        await member.ClickHouse.EventuallyAsync("SELECT pathname FROM events_v2", _patience, "/secure");
        Assert.True(proxy.IsUsed);
        await member.HealthSaysAsync("\"ok\"");
    }

    private ProgramProcess Service(Uri url)
    {
        var service = ProgramProcess.OfServer(_directory.FullName);
        service.Environment["Urls"] = url.ToString().TrimEnd('/');
        service.Environment["Ingest__DataDirectory"] = PathOf("data");
        return service;
    }

    private async Task<HttpStatusCode> SendAsync(Uri url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(url, "api/event")) { Content = new StringContent("""{"n":"pageview","u":"http://localhost/","d":"localhost"}""") };
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        using var answer = await _client.SendAsync(request);
        return answer.StatusCode;
    }

    private string PathOf(string name) => Path.Combine(_directory.FullName, name);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
