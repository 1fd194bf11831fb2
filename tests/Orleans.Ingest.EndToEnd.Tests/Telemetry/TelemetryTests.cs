using Orleans.Ingest.Drivers;
using Orleans.Ingest.EndToEnd.Tests.Cluster;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Telemetry;

/// <summary>A cluster that reports to a collector.</summary>
public sealed class TelemetryTests
{
    private const string Address = "203.0.113.77";
    private const string Agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.7777.77 Safari/537.36";
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task An_event_is_followed_from_its_request_to_its_insert_and_no_visitor_is(string protocol)
    {
        await using var collector = await OtlpReceiver.StartAsync(grpc: protocol == "grpc");
        await using var cluster = await ClusterProcesses.StartAsync(1, 1, [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address.ToString()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
            ("OTEL_TRACES_SAMPLER", "always_on"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
            ("OTEL_BSP_SCHEDULE_DELAY", "200"),
            ("OTEL_BLRP_SCHEDULE_DELAY", "200"),
            ("Orleans__EnableDistributedTracing", "true"),
            ("Ingest__FlushInterval", "00:00:00.200"),
        ]);
        using var frontEnd = new FrontEndClient(cluster.FrontEnds[0].Url);
        Assert.Equal("202", await frontEnd.SendAsync("localhost", "/followed", Address, Agent));
        Assert.Equal("202 not_found", await frontEnd.SendAsync("unknown.example", "/", Address, Agent));
        await cluster.ClickHouse.EventuallyAsync("SELECT pathname FROM events_v2", "/followed");

        var insert = await ArrivesAsync(collector, "clickhouse insert");
        var append = await ArrivesAsync(collector, "log append");
        var session = await ArrivesAsync(collector, "session record");
        var request = await ArrivesAsync(collector, "POST /api/event", span => span.TraceId == session.TraceId);
        Assert.Empty(request.ParentId);
        Assert.Equal(session.TraceId, append.TraceId);
        Assert.Equal(session.Id, append.ParentId);
        Assert.Equal([(session.TraceId, session.Id)], insert.Links);
        Assert.Empty(insert.ParentId);
        Assert.Contains(collector.Spans, span => span.TraceId == request.TraceId && span.Id == session.ParentId);

        string[] metrics = ["ingest.events.stored", "ingest.events.dropped", "ingest.batch.linger", "ingest.append.duration", "ingest.flush.rows", "ingest.log.oldest.age", "ingest.sessions.live", "http.server.request.duration"];
        await Until.TrueAsync(() => Array.TrueForAll(metrics, name => collector.Metrics.Any(metric => metric.Name == name)), () => $"Of the metrics came only: {string.Join(' ', collector.Metrics)}");
        await Until.TrueAsync(() => collector.Logs.Any(line => line.Contains("Orleans.Ingest is at", StringComparison.Ordinal)), () => $"Of the log came only: {string.Join('\n', collector.Logs)}");
        Assert.Superset(new HashSet<string> { "orleans-ingest-silo", "orleans-ingest-web", "orleans-ingest-clickhouse" }, collector.Services.ToHashSet());

        Assert.DoesNotContain(Address, collector.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("140.0.7777.77", collector.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain(collector.Spans.SelectMany(span => span.Tags), tag => tag is "client.address" or "user_agent.original" or "network.peer.address" or "rpc.orleans.target_id");
        Assert.DoesNotContain(collector.Spans, span => span.Name.Contains("health", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "orleans-ingest-embedded", "orleans-ingest-clickhouse")]
    [InlineData("shop", "shop", "shop-clickhouse")]
    public async Task The_embedded_ClickHouse_reports_under_a_name_of_its_own(string named, string parent, string child)
    {
        await using var collector = await OtlpReceiver.StartAsync(grpc: false);
        await using var service = await ServiceProcess.StartAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address.ToString()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_SERVICE_NAME", named),
            ("OTEL_TRACES_SAMPLER", "always_on"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
            ("OTEL_BLRP_SCHEDULE_DELAY", "200"),
            // The child inherits it, and could not listen there too.
            ("Ingest__Metrics__Port", FreePort.Next().ToString(System.Globalization.CultureInfo.InvariantCulture)));
        using (await service.SendAsync("""{"n":"pageview","u":"http://localhost/measured","d":"localhost"}""")) { }
        await service.ClickHouse.EventuallyAsync("SELECT pathname FROM events_v2", "/measured");

        string[] expected = ["ingest.clickhouse.statement.duration", "ingest.clickhouse.statements.running", "ingest.clickhouse.statements.waiting", "http.server.request.duration", "dotnet.gc.collections"];
        await Until.TrueAsync(() => expected.All(collector.MetricsOf(child).Contains), () => $"Of {child}'s metrics came only: {string.Join(' ', collector.MetricsOf(child))}; of the services: {string.Join(' ', collector.Services)}");
        await Until.TrueAsync(() => collector.LogsOf(child).Any(line => line.Contains("ClickHouse's HTTP interface is at", StringComparison.Ordinal)), () => $"Of {child}'s log came only: {string.Join('\n', collector.LogsOf(child))}");
        await Until.TrueAsync(() => collector.MetricsOf(parent).Contains("ingest.flush.rows"), () => $"Of {parent}'s metrics came only: {string.Join(' ', collector.MetricsOf(parent))}");

        Assert.DoesNotContain(collector.LogsOf(parent), line => line.Contains("ClickHouse's HTTP interface is at", StringComparison.Ordinal));
        Assert.Equal([parent, child], collector.Services.OrderBy(name => name == child));
        Assert.DoesNotContain("ingest.events.stored", collector.MetricsOf(child));
        Assert.DoesNotContain("pathname", collector.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task A_collector_that_is_away_costs_no_event_and_is_told_of_once(string protocol)
    {
        await using var service = await ServiceProcess.StartAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://user:secret@localhost:{FreePort.Next()}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol), ("OTEL_TRACES_SAMPLER", "always_on"), ("OTEL_METRIC_EXPORT_INTERVAL", "200"));
        using var answer = await service.SendAsync("""{"n":"pageview","u":"http://localhost/kept","d":"localhost"}""");
        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
        await service.ClickHouse.EventuallyAsync("SELECT pathname FROM events_v2", "/kept");
        await Until.TrueAsync(() => Task.FromResult(service.Output.Contains("does not take telemetry", StringComparison.Ordinal)), _patience, () => service.Output);
        // Ten more exports fail meanwhile. Once of the service, and once of its ClickHouse.
        await service.StopAsync();
        Assert.InRange(service.Output.Split("does not take telemetry").Length - 1, 1, 2);
        // A line of its own, without a stack; what else a slow machine has to tell (a first call that took too long) is not of this.
        Assert.DoesNotContain(service.Output.Split('\n'), line => (line.Contains("elemetry", StringComparison.Ordinal) || line.Contains("Otlp", StringComparison.Ordinal)) && line.Contains("Exception", StringComparison.Ordinal));
        Assert.DoesNotContain("secret", service.Output, StringComparison.Ordinal);
    }

    private static async Task<ReceivedSpan> ArrivesAsync(OtlpReceiver collector, string name, Func<ReceivedSpan, bool>? which = null)
    {
        ReceivedSpan? found = null;
        await Until.TrueAsync(
            () => Task.FromResult((found = collector.Spans.FirstOrDefault(span => span.Name == name && which?.Invoke(span) is not false)) is not null),
            _patience,
            () => $"No span '{name}' came; these did: {string.Join(", ", collector.Spans.Select(span => span.Name).Distinct())}");
        return found!;
    }
}
