namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>An address rule of the site matches.</summary>
internal static class IpBlocklist
{
    public static bool Matches(EventCandidate candidate) => candidate.Site.BlocksAddress(candidate.Request.Context.Address);
}
