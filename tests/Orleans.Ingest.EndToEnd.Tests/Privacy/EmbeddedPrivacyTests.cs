using System.Globalization;
using System.Text;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.EndToEnd.Tests.Telemetry;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Privacy;

/// <summary>
/// Visitors with marked addresses and agents go every way through the service, crashes included. Then all that it keeps, says, shows and reports is searched: none of it
/// is there, with everything logged that can be.
/// </summary>
public sealed class EmbeddedPrivacyTests : IAsyncLifetime
{
    private static readonly string[] _reasons =
    [
        "spam_referrer", "not_found", "payment_required", "block", "throttle", "gpc", "verification_agent", "dc_ip", "threat_ip", "site_hostname_allowlist",
        "site_page_blocklist", "site_ip_blocklist", "site_country_blocklist", "bot", "no_session_for_engagement", "no_session_for_pageleave",
    ];

    private readonly DirectoryInfo _lists = Directory.CreateTempSubdirectory("ingest-lists-");
    private readonly StringBuilder _live = new();
    private readonly StringBuilder _log = new();
    private readonly int _metrics = FreePort.Next();
    private readonly CancellationTokenSource _done = new();
    private OtlpReceiver? _collector;
    private ServiceProcess? _service;
    private MarkedTraffic? _traffic;

    private ServiceProcess Service => _service!;

    private MarkedTraffic Traffic => _traffic!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        _collector = await OtlpReceiver.StartAsync(grpc: false);
        _service = await ServiceProcess.StartAsync([
            ("OTEL_EXPORTER_OTLP_ENDPOINT", _collector.Address.ToString()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_TRACES_SAMPLER", "always_on"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "500"), ("OTEL_BSP_SCHEDULE_DELAY", "200"), ("OTEL_BLRP_SCHEDULE_DELAY", "200"), ("Orleans__EnableDistributedTracing", "true"),
            ("Ingest__Metrics__Port", _metrics.ToString(CultureInfo.InvariantCulture)),
            ("Ingest__FlushInterval", "00:01:00"),
            ("Ingest__VerificationAgent", $"{Marks.Agent}Check/1.0"),
            ("Ingest__IpLists__Datacentre", ListOf(MarkedTraffic.Datacentre)), ("Ingest__IpLists__Threat", ListOf(MarkedTraffic.Threat)), ("Ingest__IpLists__AnonymousVpn", ListOf(MarkedTraffic.AnonymousVpn)),
            .. Verbose.Logging,
        ]);
        _traffic = new(_service.Url, _service.AdminKey);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        _traffic?.Dispose();
        if (_service is not null) await _service.DisposeAsync();
        if (_collector is not null) await _collector.DisposeAsync();
        _lists.Delete(recursive: true);
        _done.Dispose();
    }

    [Fact]
    public async Task No_address_and_no_agent_is_found_anywhere()
    {
        // :: Step 1: every way of a request, while somebody looks at the live tail
        var watching = WatchAsync();
        await Until.TrueAsync(async () => await Traffic.SendAsync("localhost") == "202" && Live().Contains(Marks.Path, StringComparison.Ordinal), TimeSpan.FromSeconds(30), () => $"The live feed shows nothing: {Live()}");
        await Service.CallSitesApiAsync(HttpMethod.Put, "/localhost", new { client_hints = true, quarantine = true });
        await Traffic.SendValidAsync();
        await Traffic.SendInvalidAsync();
        await DropAsync();
        await Until.TrueAsync(() => Live().Contains("no_session_for_pageleave", StringComparison.Ordinal), Live);
        Search.Text("the live feed", Live(), Marks.Path);
        await SearchMetricsAsync();

        // :: Step 2: all of it waits in the log; the service is killed, and the disk damages what it left
        var child = await Service.ChildIdAsync();
        Service.Kill();
        await watching;
        await Until.TrueAsync(() => !Directory.Exists($"/proc/{child}"), () => "The embedded ClickHouse outlives the service.");
        TakeLog();
        Search.Files(Service.DataDirectory, ".open");
        DamageTheFirstEntry();

        // :: Step 3: it goes on, and ClickHouse is away for a while
        Service.Set("Ingest__FlushInterval", "00:00:00.200");
        await Service.StartAgainAsync();
        await Service.KillClickHouseAsync();
        await Traffic.SendValidAsync();
        Assert.Equal("202", await Traffic.SendAsync("localhost", ("X-Forwarded-For", Marks.V4Of(53))));
        await Service.ClickHouse.EventuallyAsync($"SELECT count() FROM events_v2 WHERE pathname = '{Traffic.LastPath}'", "1");
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(Service.DataDirectory, "log", "dead-letters")));
        await Traffic.IsDroppedAsync("bot", "localhost", Marks.V4Of(58), agent: $"Googlebot/2.1 {Marks.Agent}Bot");
        await Traffic.IsDroppedAsync("site_ip_blocklist", "ip.example", Marks.V4Of(59));
        await Service.ClickHouse.EventuallyAsync($"SELECT uniqExact(matched[1]) FROM ingest_quarantine WHERE matched[1] IN ('bot', 'site_ip_blocklist')", "2");

        // :: Step 4: look everywhere
        await Search.TablesAsync(Service.ClickHouse);
        await SearchMetricsAsync();
        await Until.TrueAsync(() => _collector!.Spans.Any(span => span.Name == "clickhouse insert"), () => "No trace of an insert came.");
        Assert.Equal(0, await Service.StopAsync());
        TakeLog();
        Search.Files(Service.DataDirectory, null);
        Search.Text("the log", _log.ToString(), "Orleans.Ingest is at");
        Search.Text("what went to the collector", _collector!.Everything, "POST /api/event");
    }

    private async Task DropAsync()
    {
        await SiteAsync("unpaid.example", new { accept_traffic_until = "2020-01-01" });
        await SiteAsync("blocked.example", new { ingest_rate_limit_threshold = 0 });
        await SiteAsync("throttled.example", new { ingest_rate_limit_threshold = 1 });
        await SiteAsync("gpc.example", new { honour_gpc = true });
        await SiteAsync("host.example", new { quarantine = true }, "hostname", "another.example");
        await SiteAsync("page.example", new { quarantine = true }, "page", "/blocked");
        await SiteAsync("ip.example", new { quarantine = true }, "ip", Marks.AroundV4);
        await SiteAsync("country.example", new { quarantine = true }, "country", "ZZ");

        await Traffic.IsDroppedAsync("spam_referrer", "localhost", Marks.V4Of(1));
        await Traffic.IsDroppedAsync("not_found", "unknown.example", Marks.V4Of(2));
        await Traffic.IsDroppedAsync("payment_required", "unpaid.example", Marks.V4Of(3));
        await Traffic.IsDroppedAsync("block", "blocked.example", Marks.V4Of(4));
        await Traffic.IsDroppedAsync("throttle", "throttled.example", Marks.V4Of(5));
        await Traffic.IsDroppedAsync("gpc", "gpc.example", Marks.V4Of(6), headers: ("Sec-GPC", "1"));
        await Traffic.IsDroppedAsync("verification_agent", "localhost", Marks.V4Of(7), agent: $"{Marks.Agent}Check/1.0");
        await Traffic.IsDroppedAsync("dc_ip", "localhost", Marks.V4Of(MarkedTraffic.Datacentre));
        await Traffic.IsDroppedAsync("threat_ip", "localhost", Marks.V4Of(MarkedTraffic.Threat));
        Assert.Equal("202", await Traffic.SendAsync("localhost", ("X-Forwarded-For", Marks.V4Of(MarkedTraffic.AnonymousVpn))));
        await Traffic.IsDroppedAsync("site_hostname_allowlist", "host.example", Marks.V6Of(8));
        await Traffic.IsDroppedAsync("site_page_blocklist", "page.example", Marks.V6Of(9), page: "/blocked");
        await Traffic.IsDroppedAsync("site_ip_blocklist", "ip.example", Marks.V4Of(10));
        await Traffic.IsDroppedAsync("site_country_blocklist", "country.example", Marks.V4Of(54));
        await Traffic.IsDroppedAsync("bot", "localhost", Marks.V4Of(55), agent: $"Googlebot/2.1 {Marks.Agent}Bot");
        await Traffic.IsDroppedAsync("no_session_for_engagement", "localhost", Marks.V4Of(56), name: "engagement");
        await Traffic.IsDroppedAsync("no_session_for_pageleave", "localhost", Marks.V4Of(57), name: "pageleave");
        Assert.Superset(_reasons.ToHashSet(), Traffic.Reasons.ToHashSet());
    }

    private async Task SiteAsync(string domain, object? change, string? shield = null, string? rule = null)
    {
        await Service.CallSitesApiAsync(HttpMethod.Post, "", new { domain });
        if (change is not null) await Service.CallSitesApiAsync(HttpMethod.Put, $"/{domain}", change);
        if (shield is not null) await Service.CallSitesApiAsync(HttpMethod.Post, $"/{domain}/shields/{shield}", new { value = rule });
    }

    private string ListOf(int address)
    {
        var path = Path.Combine(_lists.FullName, $"{address}.txt");
        File.WriteAllText(path, $"{Marks.V4Of(address)}\n");
        return path;
    }

    /// <summary>Shows what arrives, until the service is gone.</summary>
    private async Task WatchAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/live");
        request.Headers.Authorization = new("Bearer", Service.AdminKey);
        try
        {
            using var answer = await Service.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _done.Token);
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(_done.Token));
            while (await reader.ReadLineAsync(_done.Token) is { } line)
            {
                lock (_live) _live.AppendLine(line);
            }
        }
        catch (Exception ended) when (ended is IOException or HttpRequestException or OperationCanceledException)
        {
        }
    }

    private string Live()
    {
        lock (_live) return _live.ToString();
    }

    // Each start clears what was printed before.
    private void TakeLog() => _log.AppendLine(Service.Output);

    private async Task SearchMetricsAsync()
    {
        using var client = new HttpClient();
        Search.Text("the metrics page", await client.GetStringAsync(new Uri($"http://127.0.0.1:{_metrics}/metrics")), "ingest_events_stored_total");
    }

    /// <summary>Of the fullest segment, behind its header.</summary>
    private void DamageTheFirstEntry()
    {
        var segment = Directory.GetFiles(Path.Combine(Service.DataDirectory, "log"), "*.open", SearchOption.AllDirectories).MaxBy(path => new FileInfo(path).Length)!;
        using var file = new FileStream(segment, FileMode.Open);
        file.Position = 100;
        file.WriteByte(0xFF);
        file.WriteByte(0xFF);
    }
}
