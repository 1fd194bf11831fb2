namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>
/// Finds the browser that a brand of Client Hints means, under the names of the dashboards. Brands that nobody knows are none: the made-up ones that browsers send so that servers learn to
/// ignore them, and those that a visitor invents.
/// </summary>
internal sealed class BrandNames
{
    private const string Browser = "browser";
    private readonly Dictionary<string, string> _browsers = new(StringComparer.Ordinal);

    /// <summary>Reads the lists.</summary>
    public BrandNames(PlausibleNames names)
    {
        using var listed = EmbeddedLists.Names("parser/client/browser-short");
        using var own = EmbeddedLists.Own("brands");
        foreach (var brand in own.RootElement.GetProperty("names").EnumerateObject()) _browsers.Add(Folded(brand.Name), names.Browser(brand.Value.GetString()!));
        var all = listed.RootElement.EnumerateObject().Select(browser => browser.Value.GetString()!).Where(name => !names.BotBrowsers.Contains(name)).ToArray();
        foreach (var name in all) _browsers.TryAdd(Folded(name), names.Browser(name));

        // A brand may leave out "Browser" where the list has it, or the other way round.
        foreach (var name in all)
        {
            var folded = Folded(name);
            _browsers.TryAdd(folded.EndsWith(Browser, StringComparison.Ordinal) && folded.Length > Browser.Length ? folded[..^Browser.Length] : folded + Browser, names.Browser(name));
        }

        foreach (var engine in own.RootElement.GetProperty("engines").EnumerateArray()) _browsers.Remove(Folded(engine.GetString()!));
    }

    /// <summary>The browser; null when it is an engine, a program's part, or nothing that is known.</summary>
    public string? Find(string brand) => _browsers.GetValueOrDefault(Folded(brand));

    private static string Folded(string name) => name.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}
