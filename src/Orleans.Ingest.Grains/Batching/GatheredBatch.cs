using System.Diagnostics;
using Orleans.Ingest.DurableLog;

namespace Orleans.Ingest.Grains.Batching;

/// <summary>What has gathered for one append, and the task that all who wait for it share.</summary>
internal sealed class GatheredBatch
{
    /// <summary>So many are followed on: they ride in the log, and more than a hundred links to one span are cut by most tools.</summary>
    private const int MaxTraces = 32;

    private readonly TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The chunks, one per session.</summary>
    public List<LogChunk> Chunks { get; } = [];

    /// <summary>Bytes of payloads and snapshots.</summary>
    public long Bytes { get; private set; }

    /// <summary>Events of all chunks.</summary>
    public int Events { get; private set; }

    /// <summary>When it began to gather, as <see cref="Stopwatch"/> counts.</summary>
    public long Began { get; } = Stopwatch.GetTimestamp();

    /// <summary>Contexts of sampled requests whose events are in it; null while there are none.</summary>
    public List<string>? Traces { get; private set; }

    /// <summary>Canaries of front ends, each with the time of its sending (UTC); null while there are none.</summary>
    public List<(ulong FrontEnd, DateTime SentAt)>? Canaries { get; private set; }

    /// <summary>Completes when every chunk has its outcome; never faults: a failed append leaves <see cref="ChunkOutcome.Unknown"/>.</summary>
    public Task Appended => _appended.Task;

    /// <summary>Adds a chunk.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="traces">Contexts of the sampled requests that are in it, if any is.</param>
    public void Add(LogChunk chunk, IReadOnlyList<string>? traces)
    {
        Chunks.Add(chunk);
        Events += chunk.Positions;
        if (traces is not null) (Traces ??= []).AddRange(traces.Take(MaxTraces - Traces.Count));
        Bytes += chunk.Payload.Length + chunk.Snapshot.Length;
    }

    /// <summary>Adds a canary.</summary>
    public void Add(ulong frontEnd, DateTime sentAt) => (Canaries ??= []).Add((frontEnd, sentAt));

    /// <summary>Releases all who wait.</summary>
    public void Complete() => _appended.TrySetResult();
}
