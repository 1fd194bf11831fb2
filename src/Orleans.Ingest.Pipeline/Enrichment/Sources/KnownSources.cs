using System.Collections.Frozen;

namespace Orleans.Ingest.Pipeline.Enrichment.Sources;

/// <summary>Names of sources: the own lists first, then the maintained referrer list.</summary>
internal sealed class KnownSources
{
    private readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _byHost;
    private readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _byFamily;
    private readonly FrozenDictionary<string, string> _byTag;
    private readonly FrozenSet<string> _paidTags;
    private readonly ReferrerList _referrers;

    private KnownSources(ReferrerList referrers)
    {
        _referrers = referrers;
        var hosts = DataTable.Rows("sources/known-sources.tsv", 2);
        var families = DataTable.Rows("sources/source-families.tsv", 2);
        var tags = DataTable.Rows("sources/tags.tsv", 3);

        _byHost = Lookup(hosts);
        _byFamily = Lookup(families);
        _byTag = Tags(referrers, hosts, families, tags);
        _paidTags = tags.Where(row => IsPaid(row[2])).Select(row => row[0]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>With the lists that come with the program.</summary>
    public static KnownSources Load() => new(ReferrerList.Load());

    /// <summary>The source of a referrer; null when its host is all that is known.</summary>
    public string? OfReferrer(ReferrerUrl referrer)
    {
        if (referrer.IsApp)
            return OfApp(referrer.Host);
        if (_byHost.TryGetValue(referrer.Host, out var own) || TryFamily(referrer.Host, out own))
            return own;
        return _referrers.Find(referrer.Host, referrer.Path) is { } name ? OwnName(name) : null;
    }

    /// <summary>The source that a tag stands for, whatever its letter case; the tag itself when it is unknown.</summary>
    public string OfTag(string tag) => _byTag.TryGetValue(tag, out var name) || TryFamily(tag, out name) ? name : tag;

    /// <summary>The tag says by itself that the visit was bought.</summary>
    public bool IsPaidTag(string tag) => _paidTags.Contains(tag);

    private string? OfApp(ReadOnlySpan<char> id)
    {
        var length = ReferrerUrl.AppPrefix.Length + id.Length;
        Span<char> address = length <= 256 ? stackalloc char[length] : new char[length];
        ReferrerUrl.AppPrefix.CopyTo(address);
        id.CopyTo(address[ReferrerUrl.AppPrefix.Length..]);
        if (_byHost.TryGetValue(address, out var own))
            return own;
        return _referrers.FindApp(id) is { } name ? OwnName(name) : null;
    }

    private bool TryFamily(ReadOnlySpan<char> host, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? name)
    {
        while (true)
        {
            if (_byFamily.TryGetValue(host, out name))
                return true;
            var dot = host.IndexOf('.');
            if (dot < 0)
                return false;
            host = host[(dot + 1)..];
        }
    }

    // The maintained list says Twitter, the own list X (Twitter).
    private string OwnName(string name) => _byTag.GetValueOrDefault(name, name);

    private static FrozenDictionary<string, string> Tags(
        ReferrerList referrers, List<string[]> hosts, List<string[]> families, List<string[]> tags)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in referrers.Names)
            names.TryAdd(name, name);
        foreach (var row in hosts.Concat(families).Concat(tags))
            names[row[1]] = row[1];
        foreach (var row in hosts.Concat(tags))
            names[row[0]] = row[1];
        return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsPaid(string column) => column switch
    {
        "paid" => true,
        "organic" => false,
        _ => throw new InvalidDataException($"sources/tags.tsv says '{column}' where 'paid' or 'organic' is needed."),
    };

    private static FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Lookup(List<string[]> rows) =>
        rows.ToFrozenDictionary(row => row[0], row => row[1], StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
