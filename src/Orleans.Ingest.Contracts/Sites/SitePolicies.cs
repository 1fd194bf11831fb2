using Orleans.Ingest.Pipeline.Sites;

namespace Orleans.Ingest.Contracts.Sites;

/// <summary>Compiles a site's settings into the policy that the pipeline decides by.</summary>
public static class SitePolicies
{
    /// <summary>Whether two settings say the same, so that nothing needs to be compiled again.</summary>
    public static bool AreSame(SiteSettings one, SiteSettings other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return ReferenceEquals(one, other)
            || (one with { Shields = [], Goals = [] } == other with { Shields = [], Goals = [] }
                && one.Shields.AsSpan().SequenceEqual(other.Shields.AsSpan())
                && one.Goals.AsSpan().SequenceEqual(other.Goals.AsSpan()));
    }

    /// <summary>The policy of these settings.</summary>
    public static SitePolicy Compile(SiteSettings site)
    {
        ArgumentNullException.ThrowIfNull(site);
        return new(
            site.Id,
            site.Domain,
            site.AcceptTrafficUntil,
            site.IngestRateLimitThreshold,
            Values(site, ShieldKind.Hostname),
            Values(site, ShieldKind.Page),
            Values(site, ShieldKind.Ip),
            Values(site, ShieldKind.Country),
            // An event may have a goal with revenue and one without: revenue is then wanted.
            site.Goals.OrderBy(goal => goal.Currency is null).DistinctBy(goal => goal.EventName).ToDictionary(goal => goal.EventName, goal => goal.Currency),
            site.HonourGpc,
            site.HashIpv6ByPrefix,
            site.ClientHints,
            site.Quarantine);
    }

    /// <summary>The values of a site's rules of one kind.</summary>
    private static IReadOnlyCollection<string> Values(SiteSettings site, ShieldKind kind) =>
        [.. site.Shields.Where(rule => rule.Kind == kind).Select(rule => rule.Value)];
}
