using System.Globalization;
using System.Net;
using System.Text;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>A day of events through the bulk endpoint in some orders: the tables are the same.</summary>
public sealed class LateEventTests
{
    private const int Visitors = 4;
    private const int EventsOfEach = 30;
    private const string Agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:109.0) Gecko/20100101 Firefox/115.0";

    private const string Sessions =
        """
        SELECT entry_page, exit_page, toUnixTimestamp(start), toUnixTimestamp(timestamp), hostname, exit_page_hostname, is_bounce, pageviews, events, duration, utm_source, referrer_source,
          referrer, entry_meta.key, entry_meta.value, country_code, browser, acquisition_channel
        FROM sessions_v2 FINAL WHERE site_id = {0} ORDER BY ALL
        """;

    private const string Events =
        """
        SELECT pathname, toUnixTimestamp(timestamp), name, e.utm_source, e.referrer_source, e.referrer, e.acquisition_channel, meta.value, interactive, s.entry_page, s.user_id = e.user_id
        FROM events_v2 AS e LEFT JOIN (SELECT * FROM sessions_v2 FINAL) AS s ON e.session_id = s.session_id WHERE e.site_id = {0} ORDER BY ALL
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Any_order_of_a_day_makes_the_tables_that_the_right_order_makes(int seed)
    {
        await using var service = await ServiceProcess.StartAsync(("Ingest__FlushInterval", "00:00:00.200"));
        var day = Day(new Random(seed));
        var inOrder = await SiteAsync(service, "in-order.example");
        await SendAsync(service, "in-order.example", day, perRequest: day.Length);
        // A group's sessions are inserted behind its events.
        await service.ClickHouse.EventuallyAsync($"SELECT (SELECT count() FROM events_v2 WHERE site_id = {inOrder}), (SELECT sum(sign * events) FROM sessions_v2 WHERE site_id = {inOrder})", $"{day.Length}\t{day.Length}");
        var (sessions, events) = (await service.ClickHouse.QueryAsync(Of(Sessions, inOrder)), await service.ClickHouse.QueryAsync(Of(Events, inOrder)));
        Assert.InRange(sessions.Length, Visitors + 1, day.Length - 1);

        for (var order = 1; order <= 3; order++)
        {
            var random = new Random((seed * 100) + order);
            var domain = $"order-{order}.example";
            var site = await SiteAsync(service, domain);
            var shuffled = day.ToArray();
            random.Shuffle(shuffled);
            await SendAsync(service, domain, shuffled, perRequest: random.Next(1, 12));
            await service.ClickHouse.EventuallyAsync(Of(Sessions, site), sessions);
            await service.ClickHouse.EventuallyAsync(Of(Events, site), events);
            await service.ClickHouse.EventuallyAsync(
                $"SELECT countIf(s NOT IN (0, 1)), countIf(s = 0 AND (v != 0 OR e != 0)) FROM (SELECT sum(sign) AS s, sum(sign * pageviews) AS v, sum(sign * events) AS e FROM sessions_v2 WHERE site_id = {site} GROUP BY session_id)", "0\t0");
        }

        var (output, status) = await service.ClickHouse.AuditAsync();
        Assert.True(status == 0, output);
    }

    /// <summary>A visit that goes on: what comes late joins it, and the visitor's next event goes on from there.</summary>
    [Fact]
    public async Task A_late_event_begins_a_visit_that_goes_on()
    {
        await using var service = await ServiceProcess.StartAsync(("Ingest__FlushInterval", "00:00:00.200"));
        var now = TimeProvider.System.GetUtcNow();
        await SendAsync(service, "localhost", [new(0, now.AddMinutes(-10), "pageview", 2)], 1);
        await SendAsync(service, "localhost", [new(0, now.AddMinutes(-20), "pageview", 1)], 1);
        const string session = "SELECT entry_page, exit_page, events, duration, utm_source FROM sessions_v2 FINAL";
        await service.ClickHouse.EventuallyAsync(session, "/v0/1\t/v0/2\t2\t600\ts1");
        await SendAsync(service, "localhost", [new(0, now, "pageview", 3)], 1);
        await service.ClickHouse.EventuallyAsync(session, "/v0/1\t/v0/3\t3\t1200\ts1");
        await service.ClickHouse.EventuallyAsync("SELECT count(), uniqExact(session_id), uniqExact(utm_source) FROM events_v2", "3\t1\t1");
        await service.ClickHouse.EventuallyAsync("SELECT sum(sign), sum(sign * events) FROM sessions_v2", "1\t3");
    }

    private static string Of(string sql, string site) => string.Format(CultureInfo.InvariantCulture, sql, site);

    private static async Task<string> SiteAsync(ServiceProcess service, string domain) =>
        (await service.CallSitesApiAsync(HttpMethod.Post, "", new { domain })).GetProperty("id").ToString();

    /// <summary>In the order of time; no two events of a visitor in one second, for which no order is the right one.</summary>
    private static Sent[] Day(Random random)
    {
        var yesterday = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-1), TimeSpan.Zero);
        var events = new List<Sent>();
        for (var visitor = 0; visitor < Visitors; visitor++)
        {
            var at = yesterday.AddMinutes(5 + visitor);
            for (var i = 0; i < EventsOfEach; i++)
            {
                events.Add(new(visitor, at, (random.Next(4)) switch { 0 => "Signup", 1 => "Scroll", _ => "pageview" }, i));
                at = at.AddSeconds(random.Next(4) switch { 0 => random.Next(1, 60), 1 => random.Next(1700, 1900), 2 => random.Next(60, 1500), _ => random.Next(1795, 1806) });
            }
        }

        return [.. events.OrderBy(e => e.At)];
    }

    private static async Task SendAsync(ServiceProcess service, string domain, IEnumerable<Sent> events, int perRequest)
    {
        foreach (var some in events.Chunk(perRequest))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/events")
            {
                Content = new StringContent(string.Join('\n', some.Select(e => e.Json(domain))), Encoding.UTF8, "application/x-ndjson"),
            };
            request.Headers.Authorization = new("Bearer", service.AdminKey);
            using var answer = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
            Assert.Equal(some.Length, text.Split("\"status\":\"accepted\"").Length - 1);
        }
    }

    private sealed record Sent(int Visitor, DateTimeOffset At, string Name, int Number)
    {
        public string Json(string domain) => string.Create(CultureInfo.InvariantCulture, $$"""
            {"n":"{{Name}}","u":"http://shop.example/v{{Visitor}}/{{Number}}?utm_source=s{{Number}}","d":"{{domain}}","r":"https://{{(Number % 2 == 0 ? "www.google.com" : "it's.\\\\example")}}/","i":{{(Name == "Scroll" ? "false" : "true")}},"p":{"n":"it's {{Number}}"},"ip":"192.0.2.{{Visitor}}","user_agent":"{{Agent}}","timestamp":{{At.ToUnixTimeMilliseconds()}}}
            """).Trim();
    }
}
