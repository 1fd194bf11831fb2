using System.Diagnostics;
using Orleans.Concurrency;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.Contracts.Batching;
using Orleans.Ingest.Contracts.Writing;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Grains.Quarantine;
using Orleans.Ingest.Grains.Telemetry;
using Orleans.Streams;

namespace Orleans.Ingest.Grains.Batching;

/// <summary>
/// Appends what has gathered in this silo to the stream "events", which is the durable log: when <c>OnNextAsync</c> completes, the
/// batch is durable and every waiting 202 is released. Drop counts and kept events ride along.
/// Stop 6 of 8; next: FlushGroupReceiver.
/// </summary>
[StatelessWorker(1)]
internal sealed class EventBatcherGrain(EventAccumulators accumulators, DropCounters drops, KeptRows keptRows, GrainMetrics metrics) : Grain, IEventBatcherGrain
{
    /// <inheritdoc />
    public async Task FlushAsync()
    {
        var queue = (int)this.GetPrimaryKeyLong();
        if (accumulators[queue].Take() is not { } batch) return;
        var counted = drops.Take();
        var kept = keptRows.Take();
        var began = metrics.AppendBegins(batch);
        using var span = BatchTraces.StartAppend(batch, queue);
        try
        {
            if (batch.Chunks.Count == 0 && counted is null && kept is null && batch.Canaries is null) return;
            var stream = this.GetStreamProvider(EventStream.Name).GetStream<AppendBatch>(EventStream.Name, EventStream.KeyOf(queue));
            await stream.OnNextAsync(new AppendBatch(ChunkPayloadWriter.SchemaVersion, batch.Chunks, Riding(counted, kept, batch)));
            (counted, kept) = (null, null);
            metrics.Appended(batch, began);
        }
        catch (LogUnavailableException error)
        {
            metrics.NotAppended(batch, began, error is LogFullException);
            span?.SetStatus(ActivityStatusCode.Error);
            // Logged by the log. The chunks keep the outcome "unknown": their grains reload, and the events are tried again or answered 503.
        }
        finally
        {
            if (counted is { } uncounted) drops.Return(uncounted);
            // What there is no room for any more is forgotten, like any drop.
            if (kept is { } unkept) keptRows.TryAddPayload(unkept);
            batch.Complete();
        }
    }

    private static ReadOnlyMemory<byte>[] Riding(DropCounts? counted, byte[]? kept, GatheredBatch batch)
    {
        // Nearly always none.
        if (counted is null && kept is null && batch is { Traces: null, Canaries: null }) return [];
        var riding = new List<ReadOnlyMemory<byte>>(4);
        if (counted is not null) riding.Add(counted.ToPayload());
        if (kept is not null) riding.Add(kept);
        if (batch.Traces is { } traces) riding.Add(TraceRows.Encode(traces));
        if (batch.Canaries is { } canaries) riding.Add(CanaryRow.Encode(canaries));
        return [.. riding];
    }
}
