using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Grains.Batching;

namespace Orleans.Ingest.Grains.Quarantine;

/// <summary>Keeps dropped events in this silo, for the next append to take along.</summary>
public sealed class Keeping
{
    private readonly KeptRows _rows;
    private readonly EventAccumulators _accumulators;

    internal Keeping(KeptRows rows, EventAccumulators accumulators) => (_rows, _accumulators) = (rows, accumulators);

    /// <summary>Keeps an event; neither waits nor throws. False when too much waits.</summary>
    public bool TryKeep(KeptEvent kept) => Flushed(_rows.TryAdd(kept));

    internal bool TryKeepPayload(ReadOnlySpan<byte> payload) => Flushed(_rows.TryAddPayload(payload));

    private bool Flushed(bool isAdded)
    {
        // They leave even when no event follows.
        if (isAdded) _accumulators[0].FlushCounters();
        return isAdded;
    }
}
