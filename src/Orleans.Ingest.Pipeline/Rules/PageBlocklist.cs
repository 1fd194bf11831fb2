namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>A page rule of the site matches.</summary>
internal static class PageBlocklist
{
    public static bool Matches(EventCandidate candidate) => candidate.Site.BlocksPage(candidate.Request.Pathname);
}
