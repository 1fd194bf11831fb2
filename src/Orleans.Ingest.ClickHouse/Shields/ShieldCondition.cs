using Orleans.Ingest.ClickHouse.Ordering;
using Orleans.Ingest.Pipeline.Sites;

namespace Orleans.Ingest.ClickHouse.Shields;

/// <summary>A site's rules for hostnames, pages and countries as a condition on the rows of <c>events_v2</c>: true for what they would drop.</summary>
internal static class ShieldCondition
{
    /// <summary>The condition; null when the site has no such rule.</summary>
    public static string? Of(SitePolicy site)
    {
        var conditions = new List<string>();
        if (!site.HostnameRules.IsEmpty) conditions.Add($"NOT ({Like("hostname", site.HostnameRules)})");
        if (!site.PageRules.IsEmpty) conditions.Add(Like("pathname", site.PageRules));
        if (!site.CountryRules.IsEmpty) conditions.Add($"toStringCutToZero(country_code) IN ({string.Join(',', site.CountryRules.Select(country => StoredRows.Quoted(country == SitePolicy.UnknownCountry ? "" : country)))})");
        return conditions.Count == 0 ? null : $"({string.Join(" OR ", conditions)})";
    }

    private static string Like(string column, IEnumerable<WildcardPattern> patterns) => string.Join(" OR ", patterns.Select(pattern => $"{column} LIKE {StoredRows.Quoted(LikeOf(pattern))}"));

    // A backslash first: it is what the others are escaped by.
    private static string LikeOf(WildcardPattern pattern) =>
        pattern.Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal).Replace('*', '%');
}
