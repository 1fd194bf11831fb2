using System.Text.Json;
using Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>Matomo's list of operating systems.</summary>
internal sealed class OperatingSystemList
{
    private readonly PatternBook _book;
    private readonly Section _section;
    private readonly Entry[] _entries;
    private readonly Dictionary<string, (string Name, string Family)> _known;

    private OperatingSystemList(PatternBook book, Section section, Entry[] entries, Dictionary<string, (string Name, string Family)> known)
    {
        _book = book;
        _section = section;
        _entries = entries;
        _known = known;
    }

    /// <summary>Adds the list to a book; the result needs the finished book.</summary>
    internal static Func<PatternBook, OperatingSystemList> AddTo(PatternBookBuilder builder)
    {
        using var list = EmbeddedLists.Regexes("regexes/oss");
        var items = list.RootElement.EnumerateArray().ToArray();
        var section = builder.Add(items.Select(item => item.GetProperty("regex").GetString()!));
        var entries = items.Select(item => new Entry(
            item.GetProperty("name").GetString()!,
            item.TryGetProperty("version", out var version) ? version.GetString()! : "",
            VersionsOf(item, builder))).ToArray();
        var known = ReadNames();
        return book => new(book, section, entries, known);
    }

    internal OperatingSystem Find(ScannedAgent agent)
    {
        var place = _book.First(_section, agent.Candidates, agent.Text, out var match);
        if (place < 0)
        {
            return OperatingSystem.Unknown;
        }

        var entry = _entries[place];
        var listed = Templates.Fill(entry.Name, match);
        var (name, family) = _known.TryGetValue(listed, out var known) ? known : (listed, "");
        var version = Templates.Version(entry.Version, match);

        // A version of its own rule wins: Safari's version tells the one of iOS, which the system's token has stopped to tell.
        if (_book.First(entry.Versions.Section, agent.Candidates, agent.Text, out var versionMatch) is >= 0 and var rule)
        {
            version = Templates.Version(entry.Versions.Templates[rule], versionMatch);
        }

        return new(name, family, version);
    }

    private static VersionRules VersionsOf(JsonElement item, PatternBookBuilder builder)
    {
        if (!item.TryGetProperty("versions", out var rules))
        {
            return new(default, []);
        }

        return new(
            builder.Add(rules.EnumerateArray().Select(rule => rule.GetProperty("regex").GetString()!)),
            [.. rules.EnumerateArray().Select(rule => rule.GetProperty("version").GetString()!)]);
    }

    private static Dictionary<string, (string Name, string Family)> ReadNames()
    {
        using var families = EmbeddedLists.Names("parser/os/os_families");
        using var systems = EmbeddedLists.Names("parser/os/os_systems");
        var familyOfCode = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var family in families.RootElement.EnumerateObject())
        {
            foreach (var code in family.Value.EnumerateArray())
            {
                familyOfCode.TryAdd(code.GetString()!, family.Name);
            }
        }

        // Without case: some names are captured from the agent, and are listed in their own spelling.
        var known = new Dictionary<string, (string Name, string Family)>(StringComparer.OrdinalIgnoreCase);
        foreach (var system in systems.RootElement.EnumerateObject())
        {
            var name = system.Value.GetString()!;
            known.TryAdd(name, (name, familyOfCode.GetValueOrDefault(system.Name, "")));
        }

        return known;
    }

    private sealed record Entry(string Name, string Version, VersionRules Versions);

    private sealed record VersionRules(Section Section, string[] Templates);
}
