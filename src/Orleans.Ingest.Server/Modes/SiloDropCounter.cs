using Orleans.Ingest.Grains.Batching;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Web.Events;

namespace Orleans.Ingest.Server.Modes;

/// <summary>Front end and silo in one process: drops are counted where the next append takes them along.</summary>
internal sealed class SiloDropCounter(DropCounting counting) : IDropCounter
{
    /// <inheritdoc />
    public void Dropped(DateTime at, DropReason reason, ulong? siteId, string domain, ushort scriptVersion) => counting.Count(at, reason, siteId, domain, scriptVersion);
}
