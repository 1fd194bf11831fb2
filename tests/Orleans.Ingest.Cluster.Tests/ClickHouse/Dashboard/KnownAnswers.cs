namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Dashboard;

/// <summary>Counted by hand from <see cref="DashboardTraffic"/>.</summary>
internal static class KnownAnswers
{
    private const string First = "2026-03-01";
    private const string Last = "2026-03-31";

    public static IReadOnlyList<KnownAnswer> All { get; } = [.. Numbers(), .. Times(), .. Visits(), .. Pages(), .. Goals()];

    private static IEnumerable<KnownAnswer> Numbers() =>
    [
        March("top-stats", "6\t7\t10\t1.57\t29\t163"),
        // The visit over midnight counts on both days; a day in UTC would have none of it.
        new("top-stats", "2026-03-10", "2026-03-10", "1\t1\t1\t2\t0\t240"),
        new("top-stats", "2026-03-11", "2026-03-11", "3\t3\t5\t2\t33\t320"),
        new("top-stats", "2026-05-01", "2026-05-31", "0\t0\t0\t0\t0\t0"),
        March("compared", "6\t2\t200\t7\t2"),
        new("compared", "2026-05-01", "2026-05-02", "0\t0\t\\N\t0\t0"),
        // Of the visitors 1, 2, 3 and 4 alone, twice.
        March("sampled", "8\t10\t16\t20\t50"),
        March("scroll-depth", "67"),
        March("time-on-page", "169") with { Parameters = [("page", "/%")] },
        March("time-on-page", "49") with { Parameters = [("page", "/pricing")] },
        March("time-on-page", "0") with { Parameters = [("page", "/thanks")] },
    ];

    private static IEnumerable<KnownAnswer> Times() =>
    [
        new("by-hour", "2026-03-11", "2026-03-11", Hours("2026-03-11", ("00:00", 1, 1), ("11:00", 2, 4))),
        new("by-hour", "2025-10-26", "2025-10-26", [.. Hours("2025-10-26", ("02:00", 1, 1)).SelectMany(row => row.Contains(" 02:00") ? (string[])[row, row] : [row])]) { Timezone = "Europe/Berlin" },
        new("by-hour", "2025-03-30", "2025-03-30", [.. Hours("2025-03-30", ("01:00", 1, 1), ("03:00", 1, 1)).Where(row => !row.Contains(" 02:00"))]) { Timezone = "Europe/Berlin" },
        new("visits-by-hour", "2026-03-10", "2026-03-11", [.. Hours("2026-03-10", ("23:00", 1, 1)), .. Hours("2026-03-11", ("00:00", 1, 1), ("11:00", 2, 2))]),
        new("visits-by-hour", "2026-03-11", "2026-03-11", Hours("2026-03-11", ("00:00", 1, 1), ("11:00", 2, 2))),
        new("by-day", "2026-03-10", "2026-03-14", "2026-03-10\t1\t1\t1", "2026-03-11\t3\t3\t5", "2026-03-12\t2\t2\t2", "2026-03-13\t1\t1\t1", "2026-03-14\t0\t0\t0"),
        new("by-day", "2025-10-26", "2025-10-26", "2025-10-26\t2\t2\t2") { Timezone = "Europe/Berlin" },
        March("by-week", "2026-03-01\t0\t0", "2026-03-02\t0\t0", "2026-03-09\t5\t9", "2026-03-16\t0\t0", "2026-03-23\t0\t0", "2026-03-30\t1\t1"),
        new("by-week", "2026-03-11", "2026-03-31", "2026-03-11\t5\t8", "2026-03-16\t0\t0", "2026-03-23\t0\t0", "2026-03-30\t1\t1"),
        new("by-month", "2025-10-01", Last, "2025-10-01\t2\t2", "2025-11-01\t0\t0", "2025-12-01\t0\t0", "2026-01-01\t0\t0", "2026-02-01\t2\t3", "2026-03-01\t6\t10"),
    ];

    private static IEnumerable<KnownAnswer> Visits() =>
    [
        March("sources", "Direct / None\t2\t2\t0\t390", "Google\t2\t2\t50\t120", "ChatGPT\t1\t1\t100\t0", "Facebook\t1\t1\t0\t60", "newsletter\t1\t1\t0\t60"),
        March("channels",
            "Direct\t2\t2\t0\t390", "AI Assistants\t1\t1\t100\t0", "Email\t1\t1\t0\t60", "Organic Search\t1\t1\t0\t240", "Organic Social\t1\t1\t0\t60", "Paid Search\t1\t1\t100\t0"),
        March("referrers", "google.com\t2\t2\t50\t120") with { Parameters = [("source", "Google")] },
        March("utm-campaigns", "spring\t1\t1\t100\t0"),
        March("utm-mediums", "cpc\t1\t1\t100\t0", "email\t1\t1\t0\t60"),
        March("countries", "DE\t2\t3\t0\t120", "US\t2\t2\t50\t360", "FR\t1\t1\t100\t0"),
        March("cities", "DE\tDE-BE\t2950159\t1", "US\tUS-NY\t5128581\t1"),
        March("devices", "Desktop\t3\t4\t50\t75", "Mobile\t2\t2\t0\t390", "(not set)\t1\t1\t0\t60"),
        March("browsers",
            "Chrome\t140.0\tMac\t10.15\t1\t2", "(not set)\t\t(not set)\t\t1\t1", "Chrome\t140.0\tAndroid\t14.0\t1\t1", "Chrome\t140.0\tWindows\t11\t1\t1",
            "Firefox\t142.0\tWindows\t11\t1\t1", "Safari\t18.5\tiOS\t18.5\t1\t1"),
    ];

    private static IEnumerable<KnownAnswer> Pages() =>
    [
        March("pages", "/pricing\t4\t4\t100\t49\t50", "/\t3\t3\t0\t180\t35", "/blog/a\t2\t2\t0\t120\t100", "/thanks\t1\t1\t0\t\\N\t\\N"),
        new("pages", "2026-03-11", "2026-03-11", "/pricing\t3\t3\t100\t60\t50", "/\t2\t1\t0\t165\t35", "/blog/a\t1\t1\t\\N\t120\t100"),
        March("entry-pages", "/\t3\t3\t0\t340", "/pricing\t2\t2\t100\t0", "/blog/a\t1\t1\t0\t60", "/thanks\t1\t1\t0\t60"),
        new("exit-pages", First, "2026-03-30", "/pricing\t3\t3\t75", "/blog/a\t2\t2\t100", "/thanks\t1\t1\t100"),
        March("filtered-by-page", "4\t100\t240\t1.75") with { Parameters = [("page", "/pricing")] },
        March("filtered-by-entry-page", "Purchase\t1\t2", "Signup\t1\t1") with { Parameters = [("entry", "/")] },
        March("filtered-by-entry-page", "Outbound Link: Click\t1\t1") with { Parameters = [("entry", "/blog/a")] },
    ];

    private static IEnumerable<KnownAnswer> Goals() =>
    [
        March("goals", "Signup\t2\t2\t33.3", "Purchase\t1\t2\t16.7") with { Parameters = [("goals", "['Purchase','Signup']")] },
        March("page-goals", "1\t2\t2", "2\t1\t1", "3\t2\t2") with
        {
            Parameters = [("names", "['pageview','engagement','Signup']"), ("pages", "['^/blog/.*$','^/pricing$','.*']"), ("depths", "[-1,60,-1]")],
        },
        March("goal-by-source", "Facebook\t1\t1\t100", "Google\t1\t2\t50") with { Parameters = [("goal", "Signup")] },
        March("goal-by-property", "basic\t1\t1", "pro\t1\t1") with { Parameters = [("goal", "Purchase"), ("property", "plan")] },
        March("goal-by-property", "(none)\t1\t1", "ann\t1\t1") with { Parameters = [("goal", "Signup"), ("property", "author")] },
        March("properties", "author\tann\t1\t1", "plan\tbasic\t2\t2", "plan\tpro\t2\t2", "url\thttps://x.example/\t1\t1"),
        March("revenue", "Purchase\tEUR\t28.9\t14.45\t{'EUR':19.9,'USD':10}"),
    ];

    private static KnownAnswer March(string query, params string[] rows) => new(query, First, Last, rows);

    /// <summary>The rows of a day's 24 hours; those not named have no visitors.</summary>
    private static string[] Hours(string day, params (string Hour, int Visitors, int Views)[] busy) =>
        [.. Enumerable.Range(0, 24).Select(hour => $"{hour:00}:00").Select(hour => busy.SingleOrDefault(one => one.Hour == hour) is var (_, visitors, views) ? $"{day} {hour}\t{visitors}\t{views}" : "")];
}
