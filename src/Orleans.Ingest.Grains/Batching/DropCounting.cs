using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Grains.Batching;

/// <summary>Counts drops in this silo, for the next append to take along.</summary>
public sealed class DropCounting
{
    private readonly DropCounters _counters;
    private readonly EventAccumulators _accumulators;

    internal DropCounting(DropCounters counters, EventAccumulators accumulators) => (_counters, _accumulators) = (counters, accumulators);

    /// <summary>Counts drops of a kind; neither waits nor throws.</summary>
    /// <param name="at">When the request arrived, UTC.</param>
    /// <param name="reason">Why it was dropped.</param>
    /// <param name="siteId">The site; null when the domain names none.</param>
    /// <param name="domain">The domain as sent.</param>
    /// <param name="scriptVersion">Version of the tracker script.</param>
    /// <param name="count">How many drops.</param>
    public void Count(DateTime at, DropReason reason, ulong? siteId, string domain, ushort scriptVersion, ulong count = 1)
    {
        // The first of a batch sees to it that the counts leave even when no event follows.
        if (_counters.Add(at, reason, siteId, domain, scriptVersion, count)) _accumulators[0].FlushCounters();
    }
}
