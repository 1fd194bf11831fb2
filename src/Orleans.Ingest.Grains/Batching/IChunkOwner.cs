using Orleans.Ingest.DurableLog;

namespace Orleans.Ingest.Grains.Batching;

/// <summary>Who made a chunk.</summary>
internal interface IChunkOwner
{
    /// <summary>Called once, when the chunk has its outcome; its rows and snapshot may be gone. Must not wait, nor throw: others are told behind it.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <returns>Those who wait for it, to be released by the caller; null when nobody does.</returns>
    IWaiters? Settled(LogChunk chunk);
}
