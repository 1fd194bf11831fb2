namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>How Plausible's dashboards name what Matomo's detector finds.</summary>
internal sealed record PlausibleNames(Dictionary<string, string> Browsers, HashSet<string> BotBrowsers, Dictionary<string, string> ScreenSizes)
{
    private const string MobileApp = "Mobile App";

    internal static PlausibleNames Read()
    {
        using var names = EmbeddedLists.Own("names");
        var botBrowsers = names.RootElement.GetProperty("botBrowsers").EnumerateArray().Select(name => name.GetString()!);
        return new(Table("browsers"), botBrowsers.ToHashSet(StringComparer.Ordinal), Table("screenSizes"));

        Dictionary<string, string> Table(string name) =>
            names.RootElement.GetProperty(name).EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!, StringComparer.Ordinal);
    }

    internal string Browser(Client client) =>
        client.Kind == ClientKind.MobileApp ? MobileApp : Browser(client.Name);

    /// <param name="name">Of a browser, in Matomo's words.</param>
    internal string Browser(string name) => Browsers.GetValueOrDefault(name, name);

    /// <summary>Browsers that nobody sits at, and that are missing on Matomo's list of bots.</summary>
    internal bool IsBotBrowser(Client client) => BotBrowsers.Contains(client.Name);

    /// <param name="kind">Of device, in Matomo's words.</param>
    internal string ScreenSize(string kind) => ScreenSizes.GetValueOrDefault(kind, "");
}
