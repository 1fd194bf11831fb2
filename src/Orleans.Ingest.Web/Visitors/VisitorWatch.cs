using System.Net;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Web.Visitors;

/// <summary>
/// Notices when visitors have become one: behind a proxy that hides their addresses, or a backend that sends in their place. Each thousand events of trackers that this
/// front end takes within an hour are looked at; counts are approximate, and an event costs no memory.
/// </summary>
internal sealed partial class VisitorWatch
{
    /// <summary>Fewer events than a window in this time say nothing: one person may have sent them all.</summary>
    private static readonly TimeSpan _longestWindow = TimeSpan.FromHours(1);

    private static readonly VisitorSuspicion[] _all = Enum.GetValues<VisitorSuspicion>()[1..];

    private readonly TimeProvider _time;
    private readonly ILogger<VisitorWatch> _logger;
    private readonly DistinctCount _addresses = new();
    private readonly DistinctCount _agents = new();
    private readonly DistinctCount _users = new();
    private readonly DistinctCount _peers = new();
    private int _events;
    private int _public;
    private int _distrusted;
    private long _began;
    private VisitorSuspicion _said;
    private volatile VisitorFinding? _last;

    public VisitorWatch(WebMetrics metrics, TimeProvider time, ILogger<VisitorWatch> logger)
    {
        (_time, _logger) = (time, logger);
        _began = time.GetTimestamp();
        metrics.ObserveSuspicions(cause => _last?.Window.Suspicions.HasFlag(cause) is true);
    }

    /// <summary>The newest full window; null before the first.</summary>
    public VisitorFinding? Last => _last;

    /// <summary>Takes an event that a tracker has sent and that is to be stored.</summary>
    public void Saw(IPAddress? address, string? agent, ulong userId)
    {
        if (address is not null)
        {
            _addresses.Add((uint)address.GetHashCode());
            if (!TrustedProxies.Default.Trusts(address)) Interlocked.Increment(ref _public);
        }

        if (agent is not null) _agents.Add((uint)agent.GetHashCode(StringComparison.Ordinal));
        _users.Add(userId);
        // One thread meets the number; events that others count meanwhile are of either window.
        if (Interlocked.Increment(ref _events) == VisitorWindow.Size) EndWindow();
    }

    /// <summary>Takes a request whose headers about the visitor's address were not believed.</summary>
    public void Distrusted(IPAddress? peer)
    {
        Interlocked.Increment(ref _distrusted);
        _peers.Add(peer is null ? 0 : (uint)peer.GetHashCode());
    }

    private void EndWindow()
    {
        var window = new VisitorWindow(
            VisitorWindow.Size, _addresses.Estimate, _agents.Estimate, _users.Estimate, Volatile.Read(ref _public), Volatile.Read(ref _distrusted), _peers.Estimate);
        var took = _time.GetElapsedTime(_began);
        Clear();
        if (took > _longestWindow) return;
        _last = new(window, _time.GetUtcNow().UtcDateTime);
        foreach (var suspicion in _all)
        {
            if (window.Suspicions.HasFlag(suspicion) && !_said.HasFlag(suspicion)) Say(suspicion, window);
        }

        // What is over and comes again is said again.
        _said = window.Suspicions;
    }

    private void Clear()
    {
        foreach (var count in (ReadOnlySpan<DistinctCount>)[_addresses, _agents, _users, _peers]) count.Clear();
        _began = _time.GetTimestamp();
        Interlocked.Exchange(ref _public, 0);
        Interlocked.Exchange(ref _distrusted, 0);
        Interlocked.Exchange(ref _events, 0);
    }

    private void Say(VisitorSuspicion suspicion, VisitorWindow window)
    {
        var (message, fix) = VisitorAdvice.Of(suspicion, window);
        Log.Suspicious(_logger, message, fix);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Visitors may be counted as one. {Message} {Fix}")]
        public static partial void Suspicious(ILogger logger, string message, string fix);
    }
}
