using Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>
/// Matomo's detection over Matomo's lists, and Plausible's names for its results. Not cached.
/// </summary>
internal sealed class AgentDetector
{
    private readonly PatternBook _book;
    private readonly Section _bots;
    private readonly string[] _botNames;
    private readonly OperatingSystemList _systems;
    private readonly ClientLists _clients;
    private readonly DeviceLists _devices;
    private readonly DeviceKinds _kinds;
    private readonly PlausibleNames _names = PlausibleNames.Read();

    private AgentDetector(PatternBookBuilder builder)
    {
        var devices = Task.Run(DeviceLists.Read); // half of the work of the start, beside the other half
        using var bots = EmbeddedLists.Regexes("regexes/bots");
        _bots = builder.Add(bots.RootElement.EnumerateArray().Select(bot => bot.GetProperty("regex").GetString()!));
        _botNames = [.. bots.RootElement.EnumerateArray().Select(bot => bot.GetProperty("name").GetString()!)];
        var systems = OperatingSystemList.AddTo(builder);
        var clients = ClientLists.AddTo(builder);
        var fragments = FragmentList.AddTo(builder);
        _book = builder.Build();
        _systems = systems(_book);
        _clients = clients(_book);
        var found = fragments(_book);
        _kinds = new(found);
        _devices = devices.GetAwaiter().GetResult()(found);
    }

    /// <summary>The names that its results have.</summary>
    internal PlausibleNames Names => _names;

    internal static AgentDetector FromEmbeddedLists() => new(new PatternBookBuilder());

    /// <param name="text">At most <see cref="UserAgentParser.MaxLength"/> characters.</param>
    internal UserAgentInfo Detect(string text)
    {
        Span<byte> folded = stackalloc byte[text.Length];
        AgentFold.Fold(text, folded);
        var candidates = new BitSpan(stackalloc ulong[_book.CandidateWords]);
        _book.FindCandidates(folded, candidates);
        var agent = new ScannedAgent(text, candidates);

        var system = _systems.Find(agent);
        var client = _clients.Find(agent);
        var kind = _kinds.Decide(agent, system, client, _devices.Find(agent, folded));
        return new(
            _names.Browser(client),
            client.Kind == ClientKind.MobileApp ? "" : Templates.MajorMinor(client.Version),
            system.Name,
            Templates.MajorMinor(system.Version),
            _names.ScreenSize(kind),
            _book.First(_bots, candidates, text) >= 0 || _names.IsBotBrowser(client));
    }

    /// <summary>Name of the bot that <see cref="Detect"/> finds; null when it finds none.</summary>
    /// <param name="text">At most <see cref="UserAgentParser.MaxLength"/> characters.</param>
    internal string? BotName(string text)
    {
        Span<byte> folded = stackalloc byte[text.Length];
        AgentFold.Fold(text, folded);
        var candidates = new BitSpan(stackalloc ulong[_book.CandidateWords]);
        _book.FindCandidates(folded, candidates);
        var bot = _book.First(_bots, candidates, text);
        if (bot >= 0) return _botNames[bot];
        var client = _clients.Find(new(text, candidates));
        return _names.IsBotBrowser(client) ? client.Name : null;
    }
}
