using Microsoft.Extensions.Logging;
using Orleans.Ingest.Contracts.Batching;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Grains.Quarantine;

namespace Orleans.Ingest.Grains.Batching;

/// <summary>
/// Where chunks of one queue gather in this silo: a plain object, so that an event costs no second grain call. Group commit without
/// a timer: while one append runs, the next batch gathers; it leaves when the last is acknowledged.
/// </summary>
internal sealed partial class EventAccumulator(int queue, IGrainFactory grains, DropCounters drops, KeptRows kept, TimeProvider time, ILogger<EventAccumulator> logger)
{
    /// <summary>A batch that is at least this large takes no more; the rest leaves with the next.</summary>
    private const long MaxBatchBytes = 4L << 20;

    /// <summary>Drop counts and kept events that could not be appended are tried again by themselves after this long: a log that stands still must not be asked without end.</summary>
    private static readonly TimeSpan _countAgainAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<GatheredBatch> _waiting = new();
    private GatheredBatch? _gathering;
    private IEventBatcherGrain? _batcher;
    private bool _pumping;
    private bool _countingAgain;

    /// <summary>Chunks that wait for an append that has not begun.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _waiting.Sum(batch => batch.Chunks.Count);
        }
    }

    /// <summary>Adds a chunk to the next append.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="owner">Who is told when it has its outcome, by another thread.</param>
    /// <param name="traces">Contexts of the sampled requests that are in it, if any is.</param>
    public void Join(LogChunk chunk, IChunkOwner owner, IReadOnlyList<string>? traces = null)
    {
        lock (_gate)
        {
            if (_gathering is null || _gathering.Bytes >= MaxBatchBytes) _waiting.Enqueue(_gathering = new());
            _gathering.Add(chunk, owner, traces);
            StartPump();
        }
    }

    /// <summary>Lets drop counts and kept events leave even when no event takes them along.</summary>
    public void FlushCounters()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0) _waiting.Enqueue(_gathering = new());
            StartPump();
        }
    }

    /// <summary>Lets a front end's canary leave with the next append.</summary>
    public void Add(ulong frontEnd, DateTime sentAt)
    {
        lock (_gate)
        {
            if (_gathering is null) _waiting.Enqueue(_gathering = new());
            _gathering.Add(frontEnd, sentAt);
            StartPump();
        }
    }

    /// <summary>Takes the next batch; null when nothing waits.</summary>
    public GatheredBatch? Take()
    {
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out var batch)) return null;
            if (batch == _gathering) _gathering = null;
            return batch;
        }
    }

    private void StartPump()
    {
        if (_pumping) return;
        _pumping = true;
        // Outside of the calling grain's turn, and without its context: the pump outlives it, and what it does next is no part of that event's trace.
        ThreadPool.UnsafeQueueUserWorkItem(static self => _ = self.PumpAsync(), this, preferLocal: false);
    }

    private async Task PumpAsync()
    {
        while (true)
        {
            // To the end of the line: what waits for a processor has its turn first, and leaves with this append instead of the next.
            await Task.Yield();
            try
            {
                // Made once: to find out what kind of grain stands behind the interface took 1.5 % of what an event costs.
                await (_batcher ??= grains.GetGrain<IEventBatcherGrain>(queue)).FlushAsync();
            }
            catch (Exception error)
            {
                // The call itself failed (the silo is stopping, say): those who wait must not wait for ever.
                Log.FlushFailed(logger, error, queue);
                while (Take() is { } lost) lost.Complete();
            }

            lock (_gate)
            {
                if (_waiting.Count > 0) continue;
                _pumping = false;
                // A new count would have brought a batch along: these were given back.
                if ((drops.IsEmpty && kept.IsEmpty) || _countingAgain) return;
                _countingAgain = true;
                _ = CountAgainAsync();
                return;
            }
        }
    }

    private async Task CountAgainAsync()
    {
        await Task.Delay(_countAgainAfter, time);
        lock (_gate) _countingAgain = false;
        FlushCounters();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Queue {Queue}: the batcher could not be called. Events that waited for it are answered 503.")]
        public static partial void FlushFailed(ILogger logger, Exception error, int queue);
    }
}
