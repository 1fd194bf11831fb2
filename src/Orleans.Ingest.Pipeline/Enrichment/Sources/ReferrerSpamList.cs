using System.Collections.Frozen;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Pipeline.Enrichment.Sources;

/// <summary>Hosts whose visits are made up to advertise themselves in statistics. Exact hosts, without regard to <c>www.</c> and letter case.</summary>
public sealed class ReferrerSpamList
{
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _hosts;

    private ReferrerSpamList(IEnumerable<string> lines) =>
        _hosts = lines
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => UrlParts.WithoutWww(line).ToString())
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The list that comes with the program.</summary>
    public static ReferrerSpamList CreateDefault() => new(DataTable.Lines("referrer-spammers.txt"));

    /// <summary>A list of one's own: one host a line; blank lines and lines that begin with <c>#</c> are skipped.</summary>
    public static ReferrerSpamList FromLines(IEnumerable<string> lines) => new(lines);

    /// <summary>True when the host itself is on the list; its subdomains are other hosts.</summary>
    public bool Contains(ReadOnlySpan<char> host) => _hosts.Contains(UrlParts.WithoutWww(host));
}
