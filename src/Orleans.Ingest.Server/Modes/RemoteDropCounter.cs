using Orleans.Ingest.Grains.Batching;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Web.Events;

namespace Orleans.Ingest.Server.Modes;

/// <summary>A front end without a silo: drops are counted here and handed on.</summary>
internal sealed class RemoteDropCounter(RemoteDropCounting counting) : IDropCounter
{
    /// <inheritdoc />
    public void Dropped(DateTime at, DropReason reason, ulong? siteId, string domain, ushort scriptVersion) => counting.Count(at, reason, siteId, domain, scriptVersion);
}
