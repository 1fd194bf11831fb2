namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>What a user agent says about its sender, under the names of Plausible's dashboards. What it does not say is empty.</summary>
/// <param name="Browser">For example <c>Chrome</c>, <c>Safari</c>, <c>Mobile App</c>.</param>
/// <param name="BrowserVersion">At most <c>major.minor</c>; empty for apps.</param>
/// <param name="OperatingSystem">For example <c>Windows</c>, <c>Mac</c>, <c>GNU/Linux</c>.</param>
/// <param name="OperatingSystemVersion">At most <c>major.minor</c>.</param>
/// <param name="ScreenSize"><c>Mobile</c>, <c>Tablet</c> or <c>Desktop</c>, by the kind of device.</param>
/// <param name="IsBot">On Matomo's list of bots. HTTP libraries and unknown texts are not.</param>
public sealed record UserAgentInfo(
    string Browser,
    string BrowserVersion,
    string OperatingSystem,
    string OperatingSystemVersion,
    string ScreenSize,
    bool IsBot)
{
    /// <summary>A missing or unknown user agent: accepted, all fields empty.</summary>
    public static readonly UserAgentInfo Unknown = new("", "", "", "", "", IsBot: false);
}
