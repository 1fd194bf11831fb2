using System.Globalization;
using System.Net;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Migration;

/// <summary>History comes into the embedded ClickHouse while the service takes events, as <c>docs/migration.md</c> says.</summary>
public sealed class HistoryImportTests
{
    private const string Source = "plausible_events_db";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Events_are_taken_while_history_is_copied_in_and_land_after_it()
    {
        await using var service = await ServiceProcess.StartAsync();
        await service.ClickHouse.EventuallyAsync("SELECT count() FROM events_v2", "0");
        await service.StopAsync();

        var port = FreePort.Next();
        var address = $"http://127.0.0.1:{port}";
        using var writable = ProgramProcess.OfServer(service.DataDirectory);
        writable.Environment["Ingest__Role"] = "clickhouse";
        writable.Environment["Ingest__DataDirectory"] = service.DataDirectory;
        writable.Environment["Ingest__ClickHouse__HttpPort"] = port.ToString(CultureInfo.InvariantCulture);
        writable.Start();
        using var clickHouse = new ClickHouseHttp(new($"{address}/"));
        await clickHouse.EventuallyAsync("SELECT 1", "1");
        var now = TimeProvider.System.GetUtcNow();
        var old = now.AddDays(-40);
        await FillSourceAsync(clickHouse, old);

        await service.StartAgainAsync();
        using (var answer = await service.SendAsync("""{"n":"pageview","u":"http://localhost/new","d":"localhost"}"""))
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal([old.ToString("yyyyMM", CultureInfo.InvariantCulture)], await HistoryCopy.RunAsync(("from", address), ("source", Source), ("site", "3"), ("to", address), ("as", "1"), ("until", now.ToString("s", CultureInfo.InvariantCulture))));
        await writable.StopAsync(_patience);

        await service.ClickHouse.EventuallyAsync("SELECT pathname, ingest_position > 0, site_id FROM events_v2 ORDER BY timestamp, pathname", "/old\t0\t1", "/old/2\t0\t1", "/new\t1\t1");
        await service.ClickHouse.EventuallyAsync("SELECT sum(sign), sum(sign * pageviews) FROM sessions_v2", "2\t3");
        Assert.Equal(0, (await service.ClickHouse.AuditAsync()).Status);
    }

    private static async Task FillSourceAsync(ClickHouseHttp clickHouse, DateTimeOffset at)
    {
        var first = $"toDateTime({at.ToUnixTimeSeconds()})";
        await clickHouse.QueryAsync($"CREATE DATABASE {Source}");
        foreach (var table in (string[])["events_v2", "sessions_v2"]) await clickHouse.QueryAsync($"CREATE TABLE {Source}.{table} AS {table}");
        await clickHouse.QueryAsync($"INSERT INTO {Source}.events_v2 (timestamp, name, site_id, user_id, session_id, pathname) VALUES ({first}, 'pageview', 3, 1, 1, '/old'), ({first}, 'pageview', 3, 1, 1, '/old/2')");
        await clickHouse.QueryAsync($"""
            INSERT INTO {Source}.sessions_v2 (session_id, sign, site_id, user_id, timestamp, start, pageviews, events) VALUES
            (1, 1, 3, 1, {first}, {first}, 1, 1), (1, -1, 3, 1, {first}, {first}, 1, 1), (1, 1, 3, 1, {first}, {first}, 2, 2)
            """);
    }
}
