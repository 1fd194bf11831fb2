using System.Globalization;
using Orleans.Ingest.ClickHouse.Audit;
using Orleans.Ingest.ClickHouse.Deletion;
using Orleans.Ingest.ClickHouse.Mutations;
using Orleans.Ingest.ClickHouse.Ordering;
using Orleans.Ingest.ClickHouse.Rows;

namespace Orleans.Ingest.ClickHouse.Books;

/// <summary>The books as SQL. Times are seconds: a literal would be read in the server's time zone.</summary>
internal static class BookQueries
{
    private const string Kept =
        $"""
        (SELECT if(days = 0, toDateTime(0), now() - toIntervalDay(days - 1)) FROM
          (SELECT toUInt32OrZero(extract(engine_full, 'toIntervalDay\\((\\d+)\\)')) AS days FROM system.tables WHERE database = currentDatabase() AND name = '{CounterRow.Table}'))
        """;

    /// <summary>While ClickHouse rewrites its parts without a site's rows, or with other sessions in them, some are changed and some are not.</summary>
    private static string NotBeingDeleted(string siteColumn) =>
        $"{siteColumn} NOT IN {TableMutations.SitesOfRunning(SiteDataDeletion.Mark, StoredVisits.Mark)}";

    /// <summary>
    /// Rows of site, minute, events that the log counted, and rows that are there, where they differ. Rows without a position are history of another writer. Minutes from before the
    /// first count are not looked at, nor those whose counts may have been removed by their time to live.
    /// </summary>
    /// <param name="within">The range, as a condition on a column.</param>
    public static string MinutesOff(Func<string, string> within) =>
        $"""
        SELECT site_id, minute, toUInt64(greatest(sum(counted), 0)) AS counts, sum(stored) AS rows FROM
          (SELECT assumeNotNull(site_id) AS site_id, event_timebucket AS minute, if(metric = '{CounterRow.Deleted}', -toInt64(value), toInt64(value)) AS counted, toUInt64(0) AS stored FROM {CounterRow.Table}
           WHERE metric IN ('{CounterRow.Buffered}', '{CounterRow.Deleted}') AND {within("event_timebucket")} AND site_id IS NOT NULL
           UNION ALL
           SELECT site_id, toStartOfMinute(timestamp) AS minute, toInt64(0), count() FROM {EventRow.Table}
           WHERE {within("timestamp")} AND {RowLayout.PositionColumn} > 0 GROUP BY site_id, minute)
        WHERE minute >= (SELECT min(event_timebucket) FROM {CounterRow.Table} WHERE metric = '{CounterRow.Buffered}') AND minute >= {Kept} AND {NotBeingDeleted("site_id")}
        GROUP BY site_id, minute HAVING counts != rows
        """;

    /// <summary>Site, minute in seconds, counts and rows of minutes that are off.</summary>
    public static string EventsOff(DateTime from, DateTime until, int limit) =>
        $"SELECT site_id, toUInt64(toUnixTimestamp(minute)) AS at, counts, rows FROM ({MinutesOff(column => Within(column, from, until))}) ORDER BY at, site_id LIMIT {limit}";

    /// <summary>Site and minute of beginning, sessions whose rows do not add up to their events; only such as have ended, for a live one changes while it is read.</summary>
    public static string SessionsOff(DateTime from, DateTime until, int limit) =>
        $"""
        SELECT s.site_id, toUInt64(toUnixTimestamp(toStartOfMinute(s.began))) AS at, toUInt64(greatest(sum(s.events), 0)) AS counts, sum(e.events) AS rows FROM
          (SELECT {SessionBalance.SessionSums}, min(start) AS began FROM {SessionRow.Table}
           WHERE {Within("start", from, until)} AND {RowLayout.PositionColumn} > 0 GROUP BY site_id, session_id HAVING max(timestamp) < {Seconds(until)}) AS s
        LEFT JOIN
          (SELECT {SessionBalance.EventSums} FROM {EventRow.Table}
           WHERE {Within("timestamp", from.AddHours(-1), until)} GROUP BY site_id, session_id) AS e
        ON s.site_id = e.site_id AND s.session_id = e.session_id
        WHERE ({SessionBalance.IsOff}) AND {NotBeingDeleted("s.site_id")}
        GROUP BY s.site_id, at ORDER BY at, s.site_id LIMIT {limit}
        """;

    /// <summary>Site (0 for none), metric and sum of what is counted.</summary>
    public static string Counted(DateTime from, DateTime until) =>
        $"""
        SELECT ifNull(site_id, 0) AS site, metric, sum(value) FROM {CounterRow.Table} WHERE {Within("event_timebucket", from, until)} GROUP BY site, metric ORDER BY site, metric
        """;

    /// <summary>Minute, metric and sum of what is counted for one site.</summary>
    public static string CountedByMinute(DateTime from, DateTime until, ulong site) =>
        $"""
        SELECT toUInt64(toUnixTimestamp(event_timebucket)) AS at, metric, sum(value) FROM {CounterRow.Table}
        WHERE {Within("event_timebucket", from, until)} AND site_id = {site.ToString(CultureInfo.InvariantCulture)} GROUP BY at, metric ORDER BY at, metric
        """;

    private static string Within(string column, DateTime from, DateTime until) => $"{column} >= {Seconds(from)} AND {column} < {Seconds(until)}";

    private static string Seconds(DateTime time) => $"toDateTime({UnixSeconds.Of(time).ToString(CultureInfo.InvariantCulture)})";
}
