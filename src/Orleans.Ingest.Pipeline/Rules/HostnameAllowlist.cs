namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>The site has hostname rules and none matches.</summary>
internal static class HostnameAllowlist
{
    public static bool Matches(EventCandidate candidate) => !candidate.Site.AllowsHostname(candidate.Request.Hostname);
}
