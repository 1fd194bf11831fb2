namespace Orleans.Ingest.ClickHouse.Audit;

/// <summary>That a session's rows add up to its events, as parts of statements that join the sums of <c>sessions_v2</c> as <c>s</c> with those of <c>events_v2</c> as <c>e</c>.</summary>
internal static class SessionBalance
{
    private const string Counted = "name NOT IN ('engagement', 'pageleave')";

    /// <summary>Columns of <c>s</c>, for each site and session.</summary>
    public const string SessionSums = "site_id, session_id, sum(sign) AS signs, sum(sign * events) AS events, sum(sign * pageviews) AS pageviews";

    /// <summary>Columns of <c>e</c>, for each site and session.</summary>
    public const string EventSums = $"site_id, session_id, countIf({Counted}) AS events, countIf(name = 'pageview') AS pageviews";

    /// <summary>True when they do not.</summary>
    public const string IsOff = "s.signs != if(e.events = 0, 0, 1) OR s.events != e.events OR s.pageviews != e.pageviews";
}
