using System.Globalization;
using Orleans.Streams;

namespace Orleans.Ingest.DurableLog.Streams;

/// <summary>One Orleans queue, one stream and one writer for each queue of the log; the stream's key is the queue's number.</summary>
internal sealed class LogQueueMapper : IConsistentRingStreamQueueMapper
{
    private readonly QueueId[] _queues;

    public LogQueueMapper(string providerName, int queueCount)
    {
        // Spread evenly over the ring, so that the queues spread over the silos.
        var portion = uint.MaxValue / (uint)queueCount;
        _queues = [.. Enumerable.Range(0, queueCount).Select(number => QueueId.GetQueueId(providerName, (uint)number, portion * (uint)number))];
    }

    /// <summary>The queue that a stream or writer key names.</summary>
    public static int QueueOf(StreamId stream) => int.Parse(stream.GetKeyAsString(), CultureInfo.InvariantCulture);

    /// <summary>The stream of a queue.</summary>
    public static StreamId StreamOf(string streamNamespace, int queue) => StreamId.Create(streamNamespace, queue.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc />
    public IEnumerable<QueueId> GetAllQueues() => _queues;

    /// <inheritdoc />
    public QueueId GetQueueForStream(StreamId streamId) => _queues[QueueOf(streamId)];

    /// <inheritdoc />
    public IEnumerable<QueueId> GetQueuesForRange(IRingRange range) => _queues.Where(queue => range.InRange(queue.GetUniformHashCode()));
}
