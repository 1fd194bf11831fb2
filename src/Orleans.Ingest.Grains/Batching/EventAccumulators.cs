using Microsoft.Extensions.Logging;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Grains.Quarantine;

namespace Orleans.Ingest.Grains.Batching;

/// <summary>The accumulator of each queue of the log, in this silo.</summary>
internal sealed class EventAccumulators(IDurableLog log, IGrainFactory grains, DropCounters drops, KeptRows kept, TimeProvider time, ILogger<EventAccumulator> logger)
{
    private readonly EventAccumulator[] _queues = [.. Enumerable.Range(0, log.QueueCount).Select(queue => new EventAccumulator(queue, grains, drops, kept, time, logger))];

    /// <summary>The accumulator of a queue.</summary>
    public EventAccumulator this[int queue] => _queues[queue];
}
