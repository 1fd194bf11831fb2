namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>Reads user agents.</summary>
public sealed class UserAgentParser
{
    /// <summary>With the data of the build.</summary>
    public static UserAgentParser CreateDefault() => new();

    /// <summary>What the user agent says.</summary>
    public UserAgentInfo Parse(string? userAgent) =>
        UserAgentInfo.Unknown with { IsBot = userAgent?.Contains("bot", StringComparison.OrdinalIgnoreCase) == true };
}
