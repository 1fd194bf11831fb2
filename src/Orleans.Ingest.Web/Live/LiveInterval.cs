using System.Runtime.InteropServices;
using Orleans.Ingest.Contracts.Live;

namespace Orleans.Ingest.Web.Live;

/// <summary>
/// What gathers between two reports. Counts are complete; of the events themselves some dozens are shown, a few of each site and outcome, so that a site with
/// little traffic is seen beside one with much. Not thread-safe.
/// </summary>
internal sealed class LiveInterval
{
    /// <summary>Sites and outcomes that are counted one by one; a flood of others is counted together.</summary>
    public const int MaxKinds = 500;

    /// <summary>Events that are shown in all.</summary>
    public const int MaxEvents = 60;

    /// <summary>Events that are shown of one site and outcome.</summary>
    public const int MaxEventsOfAKind = 8;

    private readonly Dictionary<(string Site, string Outcome), int> _counts = [];
    private readonly int[] _latency = new int[LatencyBounds.Milliseconds.Length + 1];
    private int _chosen;
    private int _all;

    /// <summary>True when nothing has happened. An event that was counted just before the last interval was taken is shown in this one, counts or none.</summary>
    public bool IsEmpty => _all == 0 && Events.Count == 0;

    /// <summary>The events that are shown.</summary>
    public List<LiveEvent> Events { get; } = [];

    /// <summary>Counts an event; true when it is to be shown.</summary>
    /// <param name="site">Its site.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="step">The step of its latency; negative for none.</param>
    public bool Count(string site, string outcome, int step)
    {
        if (step >= 0) _latency[step]++;
        _all++;
        var kind = (site, outcome);
        if (_counts.Count >= MaxKinds && !_counts.ContainsKey(kind)) kind = (LiveOutcome.OtherSites, outcome);
        var count = ++CollectionsMarshal.GetValueRefOrAddDefault(_counts, kind, out _);
        if (count > MaxEventsOfAKind || _chosen >= MaxEvents) return false;
        _chosen++;
        return true;
    }

    /// <summary>As it is published.</summary>
    public LiveReport ToReport(string source, DateTime at, TimeSpan interval, long waiting) => new()
    {
        Source = source,
        At = at,
        Interval = interval,
        Counts = [.. _counts.Select(pair => new LiveCount(pair.Key.Site, pair.Key.Outcome, pair.Value))],
        Latency = ImmutableCollectionsMarshal.AsImmutableArray(_latency),
        Events = [.. Events],
        Unshown = _all - _chosen,
        Waiting = waiting,
    };
}
