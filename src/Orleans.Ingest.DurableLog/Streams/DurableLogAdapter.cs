using Orleans.Streams;

namespace Orleans.Ingest.DurableLog.Streams;

/// <summary>Orleans' view of the log: what is put on the stream is appended; what is read from it are flush groups.</summary>
internal sealed class DurableLogAdapter(string name, IDurableLog log, OfferedGroups offered, TimeProvider time) : IQueueAdapter
{
    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public bool IsRewindable => false;

    /// <inheritdoc />
    public StreamProviderDirection Direction => StreamProviderDirection.ReadWrite;

    /// <inheritdoc />
    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => new FlushGroupReceiver(log, offered, time, name, (int)queueId.GetNumericId());

    /// <summary>Appends; the stream's <c>OnNextAsync</c> completes when the batch is durable.</summary>
    /// <exception cref="ArgumentException">Something else than an <see cref="AppendBatch"/> was put on the stream.</exception>
    public async Task QueueMessageBatchAsync<T>(StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext)
    {
        foreach (var item in events)
        {
            if (item is not AppendBatch batch) throw new ArgumentException($"The stream '{name}' takes {nameof(AppendBatch)} alone, not {typeof(T)}.", nameof(events));
            await log.AppendAsync(LogQueueMapper.QueueOf(streamId), batch, CancellationToken.None);
        }
    }
}
