using System.Diagnostics;
using Orleans.Ingest.DurableLog;

namespace Orleans.Ingest.Grains.Batching;

/// <summary>What has gathered for one append, and who is to be told of it.</summary>
internal sealed class GatheredBatch
{
    /// <summary>So many are followed on: they ride in the log, and more than a hundred links to one span are cut by most tools.</summary>
    private const int MaxTraces = 32;

    /// <summary>So many owners are told in one go, since being told is little work: their answers leave. Others are told meanwhile, by other processors.</summary>
    private const int ToldTogether = 8;

    /// <summary>So many are usual where it matters.</summary>
    private const int Usual = 32;

    private readonly List<IChunkOwner> _owners = new(Usual);

    /// <summary>The chunks, one per session.</summary>
    public List<LogChunk> Chunks { get; } = new(Usual);

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

    /// <summary>Adds a chunk.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="owner">Who is told of its outcome.</param>
    /// <param name="traces">Contexts of the sampled requests that are in it, if any is.</param>
    public void Add(LogChunk chunk, IChunkOwner owner, IReadOnlyList<string>? traces)
    {
        Chunks.Add(chunk);
        _owners.Add(owner);
        Events += chunk.Positions;
        if (traces is not null) (Traces ??= []).AddRange(traces.Take(MaxTraces - Traces.Count));
        Bytes += chunk.Payload.Length + chunk.Snapshot.Length;
    }

    /// <summary>Adds a canary.</summary>
    public void Add(ulong frontEnd, DateTime sentAt) => (Canaries ??= []).Add((frontEnd, sentAt));

    /// <summary>Tells the owners of all chunks that these have their outcome; a failed append leaves <see cref="ChunkOutcome.Unknown"/>. The memory of the others is given back.</summary>
    public void Complete()
    {
        foreach (var chunk in Chunks) chunk.GiveBack();
        for (var first = 0; first < _owners.Count; first += ToldTogether) ThreadPool.UnsafeQueueUserWorkItem(static told => told.Batch.Tell(told.First), (Batch: this, First: first), preferLocal: false);
    }

    private void Tell(int first)
    {
        // All first: what gathered behind these chunks leaves with the next append, however long the answers take.
        var waiters = new IWaiters?[Math.Min(ToldTogether, _owners.Count - first)];
        for (var i = 0; i < waiters.Length; i++) waiters[i] = _owners[first + i].Settled(Chunks[first + i]);
        foreach (var waiter in waiters) waiter?.Release();
    }
}
