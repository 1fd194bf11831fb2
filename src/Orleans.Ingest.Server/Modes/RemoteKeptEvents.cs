using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Grains.Quarantine;
using Orleans.Ingest.Web.Quarantine;

namespace Orleans.Ingest.Server.Modes;

/// <summary>A front end without a silo: dropped events are gathered here and handed on.</summary>
internal sealed class RemoteKeptEvents(RemoteKeeping keeping) : IKeptEvents
{
    /// <inheritdoc />
    public bool TryKeep(KeptEvent kept) => keeping.TryKeep(kept);
}
