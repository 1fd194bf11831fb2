namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>What a user agent says of browser, system and device.</summary>
public sealed record UserAgentInfo(string Browser, string BrowserVersion, string OperatingSystem, string OperatingSystemVersion, string ScreenSize, bool IsBot)
{
    /// <summary>A missing or unknown user agent.</summary>
    public static readonly UserAgentInfo Unknown = new("", "", "", "", "", IsBot: false);
}
