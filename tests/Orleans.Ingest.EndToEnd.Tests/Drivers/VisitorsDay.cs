using System.Globalization;
using System.Net;
using System.Text;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Drivers;

/// <summary>A day of some visitors through the bulk endpoint, and what the tables say of it but for ids.</summary>
internal static class VisitorsDay
{
    /// <summary>Visitors of <see cref="Of"/>.</summary>
    public const int Visitors = 4;
    private const int EventsOfEach = 30;

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

    private const string Balance =
        "SELECT countIf(s NOT IN (0, 1)), countIf(s = 0 AND (v != 0 OR e != 0)) FROM (SELECT sum(sign) AS s, sum(sign * pageviews) AS v, sum(sign * events) AS e FROM sessions_v2 WHERE site_id = {0} GROUP BY session_id)";

    /// <summary>In the order of time; no two events of a visitor in one second, for which no order is the right one.</summary>
    public static SentEvent[] Of(Random random)
    {
        var yesterday = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-1), TimeSpan.Zero);
        var events = new List<SentEvent>();
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

    /// <summary>Makes a site; answers its id.</summary>
    public static async Task<string> SiteAsync(ServiceProcess service, string domain) =>
        (await service.CallSitesApiAsync(HttpMethod.Post, "", new { domain })).GetProperty("id").ToString();

    /// <summary>Sends events; all must be taken, but for those that are to be dropped.</summary>
    public static async Task SendAsync(ServiceProcess service, string domain, IEnumerable<SentEvent> events, int perRequest, Func<SentEvent, bool>? isDropped = null)
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
            var dropped = isDropped is null ? 0 : some.Count(isDropped);
            Assert.Equal((some.Length - dropped, dropped), (text.Split("\"status\":\"accepted\"").Length - 1, text.Split("\"status\":\"dropped\"").Length - 1));
        }
    }

    /// <summary>Everything that was sent for a site is in the tables.</summary>
    public static Task IsInAsync(ServiceProcess service, string site, int events) => service.ClickHouse.EventuallyAsync(
        // A group's sessions are inserted behind its events.
        $"SELECT (SELECT count() FROM events_v2 WHERE site_id = {site}), (SELECT sum(sign * events) FROM sessions_v2 WHERE site_id = {site})", $"{events}\t{events}");

    /// <summary>The tables of a site.</summary>
    public static async Task<(string[] Sessions, string[] Events)> TablesAsync(ServiceProcess service, string site) =>
        (await service.ClickHouse.QueryAsync(Text(Sessions, site)), await service.ClickHouse.QueryAsync(Text(Events, site)));

    /// <summary>The tables of a site become these, and their rows cancel out.</summary>
    public static async Task BecomeAsync(ServiceProcess service, string site, (string[] Sessions, string[] Events) tables)
    {
        await service.ClickHouse.EventuallyAsync(Text(Sessions, site), tables.Sessions);
        await service.ClickHouse.EventuallyAsync(Text(Events, site), tables.Events);
        await service.ClickHouse.EventuallyAsync(Text(Balance, site), "0\t0");
    }

    private static string Text(string sql, string site) => string.Format(CultureInfo.InvariantCulture, sql, site);
}
