using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Grains.Quarantine;
using Orleans.Ingest.Web.Quarantine;

namespace Orleans.Ingest.Server.Modes;

/// <summary>Front end and silo in one process: dropped events are kept where the next append takes them along.</summary>
internal sealed class SiloKeptEvents(Keeping keeping) : IKeptEvents
{
    /// <inheritdoc />
    public bool TryKeep(KeptEvent kept) => keeping.TryKeep(kept);
}
