using Orleans.Ingest.Pipeline.Enrichment.UserAgents;

namespace Orleans.Ingest.Web.Check;

/// <summary>What client hints make of a user agent.</summary>
/// <param name="AreRead">Whether the site reads them.</param>
/// <param name="ByItself">What the user agent says.</param>
/// <param name="WithHints">What it says with the hints.</param>
internal sealed record CheckedHints(bool AreRead, UserAgentInfo ByItself, UserAgentInfo WithHints)
{
    /// <summary>The columns that they change, or would change if they were read.</summary>
    public IEnumerable<(string Column, string From, string To)> Changes =>
        from change in ((string Column, string From, string To)[])
        [
            ("screen_size", ByItself.ScreenSize, WithHints.ScreenSize),
            ("operating_system_version", ByItself.OperatingSystemVersion, WithHints.OperatingSystemVersion),
            ("browser", ByItself.Browser, WithHints.Browser),
            ("browser_version", ByItself.BrowserVersion, WithHints.BrowserVersion),
        ]
        where change.From != change.To
        select change;
}
