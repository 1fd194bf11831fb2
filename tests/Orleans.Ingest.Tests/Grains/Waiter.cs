using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Grains.Batching;

namespace Orleans.Ingest.Tests.Grains;

/// <summary>Owner of a chunk that is told once.</summary>
internal sealed class Waiter : IChunkOwner
{
    private readonly TaskCompletionSource<LogChunk> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The chunk, when it has its outcome.</summary>
    public Task<LogChunk> Told => _told.Task;

    /// <inheritdoc />
    public IWaiters? Settled(LogChunk chunk)
    {
        _told.SetResult(chunk);
        return null;
    }
}
