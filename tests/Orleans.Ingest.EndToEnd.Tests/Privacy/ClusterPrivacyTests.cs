using System.Text;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.EndToEnd.Tests.Cluster;
using Orleans.Ingest.EndToEnd.Tests.Telemetry;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Privacy;

/// <summary>The same in a cluster: over its messages, in Redis and in Redis' files, through the death of a silo, with rows that ClickHouse refuses for good.</summary>
public sealed class ClusterPrivacyTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);
    private readonly StringBuilder _log = new();

    [Fact]
    public async Task No_address_and_no_agent_is_found_anywhere()
    {
        await using var collector = await OtlpReceiver.StartAsync(grpc: false);
        await using var cluster = await ClusterProcesses.StartAsync(1, 1, [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address.ToString()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_TRACES_SAMPLER", "always_on"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "500"), ("OTEL_BSP_SCHEDULE_DELAY", "200"), ("OTEL_BLRP_SCHEDULE_DELAY", "200"), ("Orleans__EnableDistributedTracing", "true"),
            ("Ingest__FlushInterval", "00:00:00.200"), ("Ingest__RetryBudget", "00:00:30"),
            .. Verbose.Logging,
        ]);
        using var traffic = new MarkedTraffic(cluster.FrontEnds[0].Url, ClusterProcesses.AdminKey);

        using var sites = new FrontEndClient(cluster.FrontEnds[0].Url);
        await sites.CallSitesApiAsync(HttpMethod.Put, "/localhost", new { quarantine = true });

        // :: Step 1: rows that ClickHouse refuses for good are set aside
        Assert.Equal("202", await traffic.SendAsync("localhost"));
        await IsStoredAsync(cluster, traffic);
        await cluster.ClickHouse.QueryAsync($"ALTER TABLE events_v2 ADD CONSTRAINT none CHECK NOT startsWith(pathname, '/{Marks.Path}')");
        await traffic.SendValidAsync();
        await Until.TrueAsync(async () => await IsInRedisAsync(cluster, ":dead"), _patience, () => $"Nothing was set aside:\n{cluster.Silos[0].Process.Output}");
        await cluster.ClickHouse.QueryAsync("ALTER TABLE events_v2 DROP CONSTRAINT none");

        // :: Step 2: with ClickHouse away all of it waits in Redis, and the silo is killed
        await cluster.ClickHouseProcess.SignalAsync("STOP");
        await traffic.SendValidAsync();
        await traffic.SendInvalidAsync();
        await traffic.IsDroppedAsync("bot", "localhost", Marks.V4Of(55), agent: $"Googlebot/2.1 {Marks.Agent}Bot");
        await traffic.IsDroppedAsync("not_found", "unknown.example", Marks.V4Of(2));
        await Search.RedisAsync(cluster.RedisAddress, ":stream");
        cluster.Silos[0].Process.Kill();
        Take(cluster.Silos[0].Process);
        var unanswered = traffic.SendAsync("localhost", ("X-Forwarded-For", Marks.V4Of(53)));
        cluster.Silos[0].Process.Start();
        Assert.Contains(await unanswered, (string[])["202", "503"]);
        await cluster.HealthyAsync(cluster.Silos[0]);
        await cluster.ClickHouseProcess.SignalAsync("CONT");
        Assert.Equal("202", await traffic.SendAsync("localhost", ("X-Forwarded-For", Marks.V4Of(58))));
        await IsStoredAsync(cluster, traffic);

        await traffic.IsDroppedAsync("bot", "localhost", Marks.V4Of(59), agent: $"Googlebot/2.1 {Marks.Agent}Bot");
        await cluster.ClickHouse.EventuallyAsync("SELECT count() > 0 FROM ingest_quarantine", _patience, "1");

        // :: Step 3: look everywhere
        await Search.TablesAsync(cluster.ClickHouse);
        await Search.RedisAsync(cluster.RedisAddress, ":dead");
        foreach (var process in (ProgramProcess[])[cluster.FrontEnds[0].Process, cluster.Silos[0].Process, cluster.ClickHouseProcess])
        {
            await process.StopAsync(_patience);
            Take(process);
        }

        Take(cluster.Redis);
        Search.Files(cluster.DataDirectory, ".aof");
        Search.Text("the log", _log.ToString(), "Orleans.Ingest is at");
        Search.Text("what went to the collector", collector.Everything, "POST /api/event");
    }

    private void Take(ProgramProcess process) => _log.AppendLine(process.Output);

    private static Task IsStoredAsync(ClusterProcesses cluster, MarkedTraffic traffic) =>
        cluster.ClickHouse.EventuallyAsync($"SELECT count() FROM events_v2 WHERE pathname = '{traffic.LastPath}'", _patience, "1");

    private static async Task<bool> IsInRedisAsync(ClusterProcesses cluster, string key)
    {
        await using var redis = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(cluster.RedisAddress);
        return redis.GetServer(cluster.RedisAddress).Keys(pattern: $"*{key}").Any();
    }
}
