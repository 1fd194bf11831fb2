namespace Orleans.Ingest.Pipeline.Enrichment.Sources;

/// <summary>Hosts of referrer spam.</summary>
public sealed class ReferrerSpamList
{
    private readonly HashSet<string> _hosts;

    private ReferrerSpamList(IEnumerable<string> lines) => _hosts = [.. lines];

    /// <summary>With the data of the build.</summary>
    public static ReferrerSpamList CreateDefault() => FromLines([]);

    /// <summary>One host a line.</summary>
    public static ReferrerSpamList FromLines(IEnumerable<string> lines) => new(lines);

    /// <summary>True when the host is on the list.</summary>
    public bool Contains(string host) => _hosts.Contains(host);
}
