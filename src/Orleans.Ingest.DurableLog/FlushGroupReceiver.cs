using Orleans.Ingest.DurableLog.Streams;
using Orleans.Streams;

namespace Orleans.Ingest.DurableLog;

/// <summary>
/// Turns one queue of the log into flush groups for its writer, one at a time. "Nothing to read" and "cannot read" are different
/// answers: the first is an empty list, the second an exception, which Orleans retries.
/// Stop 7 of 8; next: ClickHouseWriterGrain.
/// </summary>
internal sealed class FlushGroupReceiver(IDurableLog log, OfferedGroups offered, TimeProvider time, string streamNamespace, int queue) : IQueueAdapterReceiver, IDisposable
{
    /// <summary>
    /// A delivered group that is still not committed after this long is offered again. It costs nothing when the writer is only slow
    /// (it looks before each insert), and heals a delivery that ended without a writer.
    /// </summary>
    private static readonly TimeSpan _offerAgainAfter = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stopping = new();
    private readonly StreamId _stream = LogQueueMapper.StreamOf(streamNamespace, queue);
    private FlushGroup? _offered;
    private long _offeredAt;

    /// <inheritdoc />
    public Task Initialize(TimeSpan timeout) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount)
    {
        if (_offered is { } outstanding && await log.IsPendingAsync(outstanding, _stopping.Token))
        {
            if (!offered.TakeRepeat(queue) && time.GetElapsedTime(_offeredAt) < _offerAgainAfter) return [];
        }

        _offered = await log.ClaimGroupAsync(queue, _stopping.Token);
        if (_offered is null) return [];
        _offeredAt = time.GetTimestamp();
        return [new FlushGroupContainer(_stream, _offered)];
    }

    /// <inheritdoc />
    /// <remarks>Means "purged from Orleans' cache", not "processed": the commit is the writer's call.</remarks>
    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => Task.CompletedTask;

    /// <inheritdoc />
    public Task Shutdown(TimeSpan timeout) => _stopping.CancelAsync();

    /// <inheritdoc />
    public void Dispose() => _stopping.Dispose();
}
