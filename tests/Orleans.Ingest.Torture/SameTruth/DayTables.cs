using System.Globalization;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.Torture.SameTruth;

/// <summary>What the tables hold of the day, without what is random: a line a visitor and table, and one for each count.</summary>
/// <param name="Lines">A hash of a visitor's rows, by table and visitor.</param>
/// <param name="Counts">Counts by domain and metric.</param>
internal sealed record DayTables(IReadOnlyDictionary<string, string> Lines, IReadOnlyDictionary<string, string> Counts)
{
    private const string Random = "'user_id', 'session_id', 'site_id', 'ingest_position', 'sign'";

    /// <summary>Stored events, and visits.</summary>
    public required string Totals { get; init; }

    /// <summary>Visitors who had another id after midnight.</summary>
    public required int WithTwoIds { get; init; }

    /// <summary>Reads them.</summary>
    public static async Task<DayTables> ReadAsync(ClickHouseHttp clickHouse)
    {
        var events = await ColumnsAsync(clickHouse, "events_v2");
        var sessions = await ColumnsAsync(clickHouse, "sessions_v2");
        var lines = new Dictionary<string, string>();
        await AddAsync("events", $"""
            SELECT e.utm_campaign, count(), uniqExact(e.user_id), sum(cityHash64({string.Join(", ", events)}, s_start, s_entry, s_events, s_user = e.user_id))
            FROM events_v2 AS e LEFT JOIN (SELECT session_id, user_id AS s_user, start AS s_start, entry_page AS s_entry, events AS s_events FROM sessions_v2 FINAL) AS s ON e.session_id = s.session_id GROUP BY 1
            """);
        await AddAsync("sessions", $"SELECT utm_campaign, count(), uniqExact(user_id), sum(cityHash64({string.Join(", ", sessions)})) FROM sessions_v2 FINAL GROUP BY 1");
        await AddAsync("sums", "SELECT utm_campaign, sum(sign), sum(sign * events), sum(sign * pageviews), sum(sign * toInt64(duration)) FROM sessions_v2 GROUP BY 1");
        var counts = (await clickHouse.QueryAsync("SELECT concat(domain, ' ', metric), sum(value) FROM ingest_counters WHERE domain LIKE '%.example' GROUP BY 1")).Select(line => line.Split('\t')).ToDictionary(line => line[0], line => line[1]);
        return new(lines, counts)
        {
            Totals = (await clickHouse.QueryAsync("SELECT concat(toString(count()), ' events, ', toString((SELECT sum(sign) FROM sessions_v2)), ' visits') FROM events_v2"))[0],
            WithTwoIds = int.Parse((await clickHouse.QueryAsync("SELECT countIf(ids > 1) FROM (SELECT uniqExact(user_id) AS ids FROM events_v2 GROUP BY utm_campaign)"))[0], CultureInfo.InvariantCulture),
        };

        async Task AddAsync(string table, string sql)
        {
            await foreach (var line in clickHouse.LinesAsync(sql + " SETTINGS max_threads = 1")) lines.Add($"{table} {line[..line.IndexOf('\t', StringComparison.Ordinal)]}", line);
        }
    }

    /// <summary>What differs, at most some lines of it.</summary>
    /// <param name="other">The other database's tables.</param>
    /// <param name="withDrops">Counts of drops too: a kill can lose the last ones, and what is sent again may be dropped again.</param>
    public IReadOnlyList<string> DifferencesTo(DayTables other, bool withDrops) =>
    [
        .. Differences(Lines, other.Lines),
        .. Differences(
            Counts.Where(count => withDrops || !count.Key.Contains("dropped", StringComparison.Ordinal)).ToDictionary(),
            other.Counts.Where(count => withDrops || !count.Key.Contains("dropped", StringComparison.Ordinal)).ToDictionary()),
    ];

    private static IEnumerable<string> Differences(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Keys.Union(other.Keys).Where(key => one.GetValueOrDefault(key) != other.GetValueOrDefault(key)).Order(StringComparer.Ordinal).Take(10)
            .Select(key => $"{key}: {one.GetValueOrDefault(key, "nothing")} / {other.GetValueOrDefault(key, "nothing")}");

    // The hash of nothing is nothing, and a sum leaves it out; a tuple of it is something.
    private static Task<string[]> ColumnsAsync(ClickHouseHttp clickHouse, string table) =>
        clickHouse.QueryAsync($"SELECT if(type LIKE 'Nullable%', concat('toString(tuple(`', name, '`))'), concat('`', name, '`')) FROM system.columns WHERE database = currentDatabase() AND table = '{table}' AND default_kind = '' AND name NOT IN ({Random}) ORDER BY position");
}
