namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>How Plausible's dashboards name what Matomo's detector finds.</summary>
internal sealed record PlausibleNames(Dictionary<string, string> Browsers, Dictionary<string, string> ScreenSizes)
{
    private const string MobileApp = "Mobile App";

    internal static PlausibleNames Read()
    {
        using var names = EmbeddedLists.Own("names");
        return new(Table("browsers"), Table("screenSizes"));

        Dictionary<string, string> Table(string name) =>
            names.RootElement.GetProperty(name).EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!, StringComparer.Ordinal);
    }

    internal string Browser(Client client) =>
        client.Kind == ClientKind.MobileApp ? MobileApp : Browsers.GetValueOrDefault(client.Name, client.Name);

    /// <param name="kind">Of device, in Matomo's words.</param>
    internal string ScreenSize(string kind) => ScreenSizes.GetValueOrDefault(kind, "");
}
