using System.Text.Json;
using Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>Matomo's lists of clients: the first list that names one decides.</summary>
internal sealed class ClientLists
{
    private static readonly (ClientKind Kind, string File)[] Files =
    [
        (ClientKind.FeedReader, "feed_readers"),
        (ClientKind.MobileApp, "mobile_apps"),
        (ClientKind.MediaPlayer, "mediaplayers"),
        (ClientKind.MailAndCalendar, "pim"),
        (ClientKind.Browser, "browsers"),
        (ClientKind.Library, "libraries"),
    ];

    private readonly PatternBook _book;
    private readonly List<ClientList> _lists;
    private readonly Dictionary<string, string> _browserNames;
    private readonly HashSet<string> _mobileOnly;

    private ClientLists(PatternBook book, List<ClientList> lists, Dictionary<string, string> browserNames, HashSet<string> mobileOnly)
    {
        _book = book;
        _lists = lists;
        _browserNames = browserNames;
        _mobileOnly = mobileOnly;
    }

    /// <summary>Adds the lists to a book; the result needs the finished book.</summary>
    internal static Func<PatternBook, ClientLists> AddTo(PatternBookBuilder builder)
    {
        var lists = new List<ClientList>();
        foreach (var (kind, file) in Files)
        {
            using var list = EmbeddedLists.Regexes($"regexes/client/{file}");
            var items = list.RootElement.EnumerateArray().ToArray();
            lists.Add(new(
                kind,
                builder.Add(items.Select(item => item.GetProperty("regex").GetString()!)),
                [.. items.Select(item => Entry.From(item))]));
        }

        var (names, mobileOnly) = ReadBrowserNames();
        return book => new(book, lists, names, mobileOnly);
    }

    internal Client Find(ScannedAgent agent)
    {
        foreach (var list in _lists)
        {
            var place = _book.First(list.Section, agent.Candidates, agent.Text, out var match);
            if (place < 0)
            {
                continue;
            }

            var entry = list.Entries[place];
            var name = Templates.Fill(entry.Name, match);
            if (name.Length == 0)
            {
                continue; // a captured name may be empty; then the next list is asked
            }

            var isBrowser = list.Kind == ClientKind.Browser;
            name = isBrowser ? _browserNames.GetValueOrDefault(name, name) : name;
            return new(name, Templates.Version(entry.Version, match), list.Kind, isBrowser && _mobileOnly.Contains(name));
        }

        return Client.Unknown;
    }

    private static (Dictionary<string, string> Names, HashSet<string> MobileOnly) ReadBrowserNames()
    {
        using var browsers = EmbeddedLists.Names("parser/client/browser-short");
        using var mobile = EmbeddedLists.Names("parser/client/browser-short-mobile");
        var mobileCodes = mobile.RootElement.EnumerateArray().Select(code => code.GetString()!).ToHashSet(StringComparer.Ordinal);
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var mobileOnly = new HashSet<string>(StringComparer.Ordinal);
        foreach (var browser in browsers.RootElement.EnumerateObject())
        {
            var name = browser.Value.GetString()!;
            names.TryAdd(name, name);
            if (mobileCodes.Contains(browser.Name))
            {
                mobileOnly.Add(name);
            }
        }

        return (names, mobileOnly);
    }

    private sealed record ClientList(ClientKind Kind, Section Section, Entry[] Entries);

    private sealed record Entry(string Name, string Version)
    {
        internal static Entry From(JsonElement item) => new(
            item.GetProperty("name").GetString()!,
            item.TryGetProperty("version", out var version) ? version.GetString()! : "");
    }
}
