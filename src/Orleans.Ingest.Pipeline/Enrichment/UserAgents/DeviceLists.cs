using Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>Matomo's lists of devices: the first list that names one decides. Asked only for agents that name a device.</summary>
internal sealed class DeviceLists
{
    private const string Tv = "tv";

    private static readonly string[] Ungated = ["consoles", "car_browsers", "cameras", "portable_media_player", "mobiles"];

    private readonly PatternBook _book;
    private readonly FragmentList _fragments;
    private readonly DeviceList _televisions;
    private readonly DeviceList _notebooks;
    private readonly DeviceList[] _ungated;

    private DeviceLists(PatternBook book, FragmentList fragments, DeviceList televisions, DeviceList notebooks, DeviceList[] ungated)
    {
        _book = book;
        _fragments = fragments;
        _televisions = televisions;
        _notebooks = notebooks;
        _ungated = ungated;
    }

    /// <summary>Reads the lists, by far the longest of all; the result needs the fragments of another book.</summary>
    internal static Func<FragmentList, DeviceLists> Read()
    {
        var builder = new PatternBookBuilder();
        var televisions = DeviceList.AddTo(builder, "televisions");
        var notebooks = DeviceList.AddTo(builder, "notebooks");
        var ungated = Ungated.Select(file => DeviceList.AddTo(builder, file)).ToArray();
        var book = builder.Build();
        return fragments => new(book, fragments, televisions(book), notebooks(book), [.. ungated.Select(list => list(book))]);
    }

    internal Device Find(ScannedAgent agent, ReadOnlySpan<byte> folded)
    {
        if (NamesNoDevice(agent))
        {
            return Device.Unknown;
        }

        var candidates = new BitSpan(stackalloc ulong[_book.CandidateWords]);
        _book.FindCandidates(folded, candidates);
        var scanned = new ScannedAgent(agent.Text, candidates);
        if (_fragments.Has(AgentFragment.HbbTv, agent))
        {
            return _televisions.Find(scanned) is { Kind.Length: > 0 } television ? television : new("", Tv);
        }

        if (_fragments.Has(AgentFragment.ShellTv, agent))
        {
            return new("", Tv);
        }

        if (_fragments.Has(AgentFragment.Notebook, agent) && _notebooks.Find(scanned) is { } notebook)
        {
            return notebook with { Kind = "desktop" };
        }

        foreach (var list in _ungated)
        {
            if (list.Find(scanned) is { } device)
            {
                // An agent that claims both is made up.
                return device.Brand == "Apple" && _fragments.Has(AgentFragment.Android, agent) ? Device.Unknown : device;
            }
        }

        return Device.Unknown;
    }

    private bool NamesNoDevice(ScannedAgent agent) =>
           (_fragments.Has(AgentFragment.ReducedAndroid, agent) && !_fragments.Has(AgentFragment.Telegram, agent))
        || (_fragments.Has(AgentFragment.DesktopSystem, agent) && !_fragments.Has(AgentFragment.NoDesktopAfterAll, agent));
}
