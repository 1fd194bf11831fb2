using Microsoft.Extensions.Options;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Web.Events;

/// <summary>
/// The bounds of what waits to become durable. In all: behind a log that stands still, events must not pile up without end. Of a visitor: beyond what its grain gets through in time.
/// Of a site, while more comes than the processors can take: then who sends most is refused first, at once, and the others go on.
/// </summary>
internal sealed class WaitingEvents(IOptions<WebOptions> options, ProcessorLag lag)
{
    /// <summary>More than one append needs to be full, and little enough for its last to be answered soon.</summary>
    internal const int MostOfSite = 1024;

    /// <summary>
    /// Far more than a browser, or many behind one address, send at a time. Of a visitor with still more, ids are forgotten while their events are tried again: they could
    /// not be judged, and would wait for their budget's end, each of them a call again and again.
    /// </summary>
    internal const int MostOfVisitor = 16 * SessionSnapshot.MaxSeen;

    private readonly int _most = options.Value.MaxWaitingRequests;

    // By a part of the hash: two that share a count are taken for one, which hardly ever matters and costs no memory for each name that somebody thinks of.
    private readonly int[] _ofSites = new int[4 * 1024];
    private readonly int[] _ofVisitors = new int[64 * 1024];
    private int _count;

    /// <summary>Requests, or events of a bulk request, that wait to become durable.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>False when they would be too many; otherwise they count until <see cref="Leave(int)"/>.</summary>
    public bool TryEnter(int count)
    {
        // What alone is larger than the bound is let in when nothing else waits.
        var before = Interlocked.Add(ref _count, count) - count;
        if (before == 0 || before + count <= _most) return true;
        Leave(count);
        return false;
    }

    /// <summary>The same for a visitor's request, which counts as its first domain's and as its visitor's until <see cref="Leave(IngestRequest)"/>.</summary>
    public bool TryEnter(IngestRequest request)
    {
        if (!TryEnter(1)) return false;
        var ofSite = Interlocked.Increment(ref OfSite(request));
        var ofVisitor = Interlocked.Increment(ref OfVisitor(request));
        if (ofVisitor <= MostOfVisitor && (ofSite <= MostOfSite || !lag.IsLong)) return true;
        Leave(request);
        return false;
    }

    /// <summary>They wait no longer.</summary>
    public void Leave(int count) => Interlocked.Add(ref _count, -count);

    /// <summary>It waits no longer.</summary>
    public void Leave(IngestRequest request)
    {
        Interlocked.Decrement(ref OfSite(request));
        Interlocked.Decrement(ref OfVisitor(request));
        Leave(1);
    }

    private ref int OfSite(IngestRequest request) => ref _ofSites[Part(StringComparer.Ordinal.GetHashCode(request.Domains[0]), _ofSites.Length)];

    // Many people may share an address.
    private ref int OfVisitor(IngestRequest request) => ref _ofVisitors[Part(HashCode.Combine(request.Context.Address, request.Context.UserAgent), _ofVisitors.Length)];

    private static int Part(int hash, int parts) => (int)((uint)hash % (uint)parts);
}
