using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.BroadcastChannel;
using Orleans.Ingest.Contracts.Live;
using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Pipeline;
using Orleans.Ingest.Pipeline.Enrichment.Geo;
using Orleans.Ingest.Pipeline.Enrichment.Revenue;
using Orleans.Ingest.Pipeline.Enrichment.Sources;
using Orleans.Ingest.Pipeline.Enrichment.UserAgents;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Web;
using Orleans.Ingest.Web.Events;
using Orleans.Ingest.Web.Health;
using Orleans.Ingest.Web.Quarantine;
using Orleans.Ingest.Web.Sites;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>A front end on a free loopback port, over a <see cref="FakeCluster"/>.</summary>
public sealed class WebHost : IAsyncDisposable, IDropCounter, IKeptEvents, IAdminKey, IIngestHealth, IGeoLocator
{
    public const string Key = "a key of the tests";

    // Reading the data of the build takes longer than all else here.
    private static readonly UserAgentParser UserAgents = UserAgentParser.CreateDefault();
    private static readonly SourceResolver Sources = SourceResolver.CreateDefault();

    private readonly WebApplication _app;

    private WebHost(WebApplicationBuilder builder, TimeProvider time, Action<IServiceCollection>? services)
    {
        Cluster = new(time);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.Services.AddSingleton(time);
        builder.Services.AddIngestWeb();
        builder.Services.AddSingleton<IGrainFactory>(Cluster);
        builder.Services.AddSingleton<ISessionGrains>(new FakeSessions(Cluster));
        builder.Services.AddKeyedSingleton<IBroadcastChannelProvider>(LiveChannel.Name, Cluster.Live);
        builder.Services.AddSingleton<IDropCounter>(this);
        builder.Services.AddSingleton<IKeptEvents>(this);
        builder.Services.AddSingleton<IAdminKey>(this);
        builder.Services.AddSingleton<IIngestHealth>(this);
        builder.Services.AddSingleton(new EventPipeline(
            UserAgents, Sources, ReferrerSpamList.FromLines(["spam.example"]), this, new RevenueRates(new Dictionary<string, decimal>()), ""));
        services?.Invoke(builder.Services);
        _app = builder.Build();
        _app.MapIngest();
    }

    public FakeCluster Cluster { get; }
    public ConcurrentQueue<(DropReason Reason, ulong? SiteId, string Domain)> Drops { get; } = new();
    public ConcurrentQueue<KeptEvent> Kept { get; } = new();
    public string? AdminKeyWeakness { get; set; }
    public HealthReport Health { get; set; } = HealthReport.Ok;
    public RecordingLog Log { get; } = new();
    public HttpClient Http { get; private set; } = null!;
    public IServiceProvider Services => _app.Services;

    public static async Task<WebHost> StartAsync(TimeProvider? time = null, Action<IServiceCollection>? services = null, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        var host = new WebHost(builder, time ?? TimeProvider.System, services);
        await host._app.StartAsync();
        host.Http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = new(host._app.Urls.First()) };
        return host;
    }

    public Task<HttpResponseMessage> PostAsync(string body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/event") { Content = new StringContent(body) };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return Http.SendAsync(request);
    }

    public Task<HttpResponseMessage> PageviewAsync(string domain, params (string Name, string Value)[] headers) =>
        PostAsync($$"""{"n":"pageview","u":"https://example.com/page","d":"{{domain}}"}""", headers);

    public async Task<(HttpStatusCode Status, string Text)> ApiAsync(HttpMethod method, string path, string? body = null, string? key = Key)
    {
        var request = new HttpRequestMessage(method, path);
        if (key is not null) request.Headers.Authorization = new("Bearer", key);
        if (body is not null) request.Content = new StringContent(body);
        using var response = await Http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    void IDropCounter.Dropped(DateTime at, DropReason reason, ulong? siteId, string domain, ushort scriptVersion) => Drops.Enqueue((reason, siteId, domain));
    bool IKeptEvents.TryKeep(KeptEvent kept)
    {
        Kept.Enqueue(kept);
        return true;
    }

    bool IAdminKey.Matches(ReadOnlySpan<char> key) => key.SequenceEqual(Key);
    byte[] IAdminKey.Derive(string purpose) => SHA256.HashData(Encoding.UTF8.GetBytes(Key + purpose));
    string? IAdminKey.Weakness => AdminKeyWeakness;
    HealthReport IIngestHealth.Report() => Health;
    GeoInfo IGeoLocator.Locate(IPAddress address) => GeoInfo.Unknown;
}
