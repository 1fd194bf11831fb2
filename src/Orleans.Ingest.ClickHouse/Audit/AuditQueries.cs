using System.Collections.Immutable;
using Orleans.Ingest.ClickHouse.Books;
using Orleans.Ingest.ClickHouse.Rows;

namespace Orleans.Ingest.ClickHouse.Audit;

/// <summary>The invariants of the two event tables (contract, section 5), as SQL.</summary>
internal static class AuditQueries
{
    /// <summary>Answers a row when events_v2 has positions. Tables found without them cannot tell a doubled event from two equal ones.</summary>
    public const string PositionColumn =
        $"SELECT name FROM system.columns WHERE database = currentDatabase() AND table = '{EventRow.Table}' AND name = '{RowLayout.PositionColumn}'";

    /// <summary>First and last day that the tables hold.</summary>
    public const string Held =
        $"""
        SELECT toString(toDate(min(first), 'UTC')), toString(toDate(max(last), 'UTC')) FROM
          (SELECT min(timestamp) AS first, max(timestamp) AS last FROM {EventRow.Table}
           UNION ALL SELECT min(start), max(start) FROM {SessionRow.Table})
        """;

    public static AuditQuery StoredOnce { get; } = new("every event is stored once", range =>
        $"""
        SELECT {RowLayout.PositionColumn} AS position, concat('stored ', toString(count()), ' times, site ', toString(any(site_id)))
        FROM {EventRow.Table} WHERE position > 0 AND {range.Holds("timestamp")}
        GROUP BY position HAVING count() > 1 ORDER BY position LIMIT {TableAudit.MaxFindings}
        """);

    /// <summary>Needs positions, too.</summary>
    public static AuditQuery CountedOnce { get; } = new("what the log counted is what is stored", range =>
        $"""
        SELECT concat('site ', toString(site_id), ' minute ', formatDateTime(minute, '%FT%T', 'UTC')) AS key, concat(toString(counts), ' counted, ', toString(rows), ' stored')
        FROM ({BookQueries.MinutesOff(range.Holds)}) ORDER BY key LIMIT {TableAudit.MaxFindings}
        """);

    private static AuditQuery SessionsMatch { get; } = new("the rows of every session add up to its events", range =>
        $"""
        SELECT concat('site ', toString(s.site_id), ' session ', toString(s.session_id)) AS key,
          concat('signs ', toString(s.signs), ', events ', toString(s.events), ' of ', toString(e.events), ', pageviews ', toString(s.pageviews), ' of ', toString(e.pageviews),
            ', user ids ', toString(length(arrayDistinct(arrayConcat(s.ids, e.ids)))))
        FROM
          (SELECT {SessionBalance.SessionSums}, groupUniqArray(2)(user_id) AS ids
           FROM {SessionRow.Table} WHERE {range.Holds("start")} GROUP BY site_id, session_id) AS s
        LEFT JOIN
          (SELECT {SessionBalance.EventSums}, groupUniqArray(2)(user_id) AS ids
           FROM {EventRow.Table} WHERE {range.HoldsNearby("timestamp")} GROUP BY site_id, session_id) AS e
        ON s.site_id = e.site_id AND s.session_id = e.session_id
        WHERE {SessionBalance.IsOff} OR (s.signs != 0 AND length(arrayDistinct(arrayConcat(s.ids, e.ids))) != 1)
        ORDER BY key LIMIT {TableAudit.MaxFindings}
        """);

    private static AuditQuery NoOrphans { get; } = new("every event has a session", range =>
        $"""
        SELECT concat('site ', toString(e.site_id), ' session ', toString(e.session_id)) AS key, concat(toString(e.events), ' events')
        FROM (SELECT site_id, session_id, count() AS events FROM {EventRow.Table} WHERE {range.Holds("timestamp")} GROUP BY site_id, session_id) AS e
        LEFT ANTI JOIN (SELECT DISTINCT site_id, session_id FROM {SessionRow.Table} WHERE {range.HoldsNearby("start")}) AS s
        ON s.site_id = e.site_id AND s.session_id = e.session_id
        ORDER BY key LIMIT {TableAudit.MaxFindings}
        """);

    public static ImmutableArray<AuditQuery> All { get; } = [StoredOnce, CountedOnce, SessionsMatch, NoOrphans];

    /// <summary>Events and sessions in a range.</summary>
    public static string Counts(AuditRange range) =>
        $"SELECT (SELECT count() FROM {EventRow.Table} WHERE {range.Holds("timestamp")}), (SELECT uniqExact(site_id, session_id) FROM {SessionRow.Table} WHERE {range.Holds("start")})";
}
