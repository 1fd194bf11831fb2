using Orleans.Ingest.DurableLog;

namespace Orleans.Ingest.Grains.Batching;

/// <summary>What has gathered for one append, and the task that all who wait for it share.</summary>
internal sealed class GatheredBatch
{
    private readonly TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The chunks, one per session.</summary>
    public List<LogChunk> Chunks { get; } = [];

    /// <summary>Bytes of payloads and snapshots.</summary>
    public long Bytes { get; private set; }

    /// <summary>Completes when every chunk has its outcome; never faults: a failed append leaves <see cref="ChunkOutcome.Unknown"/>.</summary>
    public Task Appended => _appended.Task;

    /// <summary>Adds a chunk.</summary>
    public void Add(LogChunk chunk)
    {
        Chunks.Add(chunk);
        Bytes += chunk.Payload.Length + chunk.Snapshot.Length;
    }

    /// <summary>Releases all who wait.</summary>
    public void Complete() => _appended.TrySetResult();
}
