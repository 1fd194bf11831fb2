namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>A page rule of the site matches.</summary>
internal static class PageBlocklist
{
    public static bool Matches(EventCandidate candidate) => candidate.Site.BlocksPage(candidate.Request.Pathname);

    public static string? Detail(EventCandidate candidate) => candidate.Site.PageRule(candidate.Request.Pathname) is { } rule
        ? $"the rule '{rule}' matches the page '{candidate.Request.Pathname}'"
        : $"no page rule of the site matches '{candidate.Request.Pathname}'";
}
