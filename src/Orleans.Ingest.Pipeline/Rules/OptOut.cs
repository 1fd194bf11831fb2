namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>The visitor opted out, and the site honours it.</summary>
internal static class OptOut
{
    public static bool Matches(EventCandidate candidate) => candidate.Request.Context.OptedOut && candidate.Site.HonourGpc;

    public static string? Detail(EventCandidate candidate) => (candidate.Request.Context.OptedOut, candidate.Site.HonourGpc) switch
    {
        (true, true) => "Sec-GPC or DNT was sent, and the site honours it",
        (true, false) => "Sec-GPC or DNT was sent, but the site does not honour it (honour_gpc)",
        _ => "neither Sec-GPC nor DNT was sent",
    };
}
