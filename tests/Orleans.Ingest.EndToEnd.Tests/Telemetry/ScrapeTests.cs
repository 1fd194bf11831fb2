using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Telemetry;

/// <summary>What Prometheus scrapes.</summary>
public sealed partial class ScrapeTests : IAsyncLifetime
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);
    private readonly int _port = FreePort.Next();
    private readonly HttpClient _client = new();
    private ServiceProcess? _service;

    /// <inheritdoc />
    public async ValueTask InitializeAsync() => _service = await ServiceProcess.StartAsync(("Ingest__Metrics__Port", _port.ToString(CultureInfo.InvariantCulture)));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_service is not null) await _service.DisposeAsync();
    }

    [Fact]
    public async Task Every_metric_of_the_service_is_documented_with_its_unit_and_served_on_a_port_of_its_own()
    {
        using (await _service!.SendAsync("""{"n":"pageview","u":"http://localhost/one","d":"localhost"}""")) { }
        using (await _service.SendAsync("""{"n":"pageview","u":"http://localhost/","d":"localhost"}""", userAgent: "Googlebot/2.1")) { }
        await _service.ClickHouse.EventuallyAsync("SELECT pathname FROM events_v2", "/one");

        string[] busy = ["ingest_events_stored_total", "ingest_events_dropped_total", "ingest_append_duration_seconds", "ingest_flush_duration_seconds", "ingest_flush_rows_total", "ingest_log_usage_bytes", "ingest_batch_size_bytes", "ingest_sessions_live", "ingest_cache_lookups_total"];
        string[] served = [];
        // A row can be read before the writer has counted it.
        await Until.TrueAsync(async () => !busy.Except(served = await ServedAsync()).Any(), _patience, () => $"Of the metrics are served only: {string.Join(' ', served)}");
        Assert.Empty(served.Except(DocumentedMetric.All().Select(metric => metric.InPrometheus)));

        using var onThePortOfEvents = await _service.Client.GetAsync(new Uri("metrics", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, onThePortOfEvents.StatusCode);
    }

    private async Task<string[]> ServedAsync()
    {
        var text = await _client.GetStringAsync(new Uri($"http://127.0.0.1:{_port}/metrics"));
        return [.. Family().Matches(text).Select(match => match.Groups["name"].Value).Distinct()];
    }

    [GeneratedRegex(@"^# TYPE (?<name>ingest_\w+)", RegexOptions.Multiline)]
    private static partial Regex Family();
}
