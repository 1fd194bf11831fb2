namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>The user agent is a bot, a crawler or a headless browser.</summary>
internal static class Bot
{
    public static bool Matches(EventCandidate candidate) => candidate.Enrichment.UserAgent.IsBot;
}
