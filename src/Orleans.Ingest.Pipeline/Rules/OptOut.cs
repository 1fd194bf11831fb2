namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>The visitor opted out, and the site honours it.</summary>
internal static class OptOut
{
    public static bool Matches(EventCandidate candidate) => candidate.Request.Context.OptedOut && candidate.Site.HonourGpc;
}
