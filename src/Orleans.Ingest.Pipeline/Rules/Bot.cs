namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>The user agent is a bot, a crawler or a headless browser.</summary>
internal static class Bot
{
    public static bool Matches(EventCandidate candidate) => candidate.Enrichment.UserAgent.IsBot;

    public static string? Detail(EventCandidate candidate) => candidate.Enrichment.UserAgent switch
    {
        { IsBot: true } => $"the user agent is that of {candidate.Enrichment.BotName ?? "a bot"}",
        { Browser.Length: > 0 } agent => $"the user agent is that of {agent.Browser} {agent.BrowserVersion}".TrimEnd(),
        _ => "the user agent is missing or unknown, which no bot's is taken for",
    };
}
