using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Grains.Sessions;

/// <summary>Where visitors' snapshots are in the log.</summary>
internal sealed class SessionSnapshots(IDurableLog log)
{
    /// <summary>The visitor's queue: a fixed function of site and of the user id the session began with.</summary>
    public int QueueOf(SessionKey key) => (int)((key.SiteId * 0x9E3779B97F4A7C15UL ^ key.UserId) % (ulong)log.QueueCount);

    /// <summary>The newest snapshot; null when there is none.</summary>
    public async ValueTask<SessionSnapshot?> ReadAsync(SessionKey key, CancellationToken cancellationToken) =>
        await log.ReadSnapshotAsync(QueueOf(key), new(key.SiteId, key.UserId), cancellationToken) is { } bytes ? SnapshotCodec.Decode(bytes.Span) : null;
}
