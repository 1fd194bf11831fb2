namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>The site has hostname rules and none matches.</summary>
internal static class HostnameAllowlist
{
    public static bool Matches(EventCandidate candidate) => !candidate.Site.AllowsHostname(candidate.Request.Hostname);

    public static string? Detail(EventCandidate candidate)
    {
        var (site, hostname) = (candidate.Site, candidate.Request.Hostname);
        if (site.HostnameRules.IsEmpty) return "the site has no hostname rules";
        return site.HostnameRule(hostname) is { } rule
            ? $"the rule '{rule}' allows the hostname '{hostname}'"
            : $"the hostname '{hostname}' is allowed by none of the site's rules: {string.Join(", ", site.HostnameRules.Select(pattern => $"'{pattern.Text}'"))}";
    }
}
