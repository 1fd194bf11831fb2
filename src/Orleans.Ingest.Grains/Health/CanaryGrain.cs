using Orleans.Concurrency;
using Orleans.Ingest.ClickHouse.Queries;
using Orleans.Ingest.Contracts.Health;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Grains.Batching;

namespace Orleans.Ingest.Grains.Health;

/// <summary>Puts canaries beside the events that gather in this silo.</summary>
[StatelessWorker(1)]
internal sealed class CanaryGrain(IDurableLog log, EventAccumulators accumulators, ClickHouseQueries queries, TimeProvider time) : Grain, ICanaryGrain
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public Task SendAsync(ulong frontEnd, DateTime sentAt)
    {
        // Another queue each minute, and another for each front end: all of them are tried in turn.
        var queue = (int)((frontEnd + (ulong)(sentAt.Ticks / TimeSpan.TicksPerMinute)) % (ulong)log.QueueCount);
        accumulators[queue].Add(frontEnd, sentAt);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<CanaryArrival?> LastAsync(ulong frontEnd)
    {
        using var timeout = new CancellationTokenSource(_patience, time);
        return await queries.LastCanaryAsync(frontEnd, timeout.Token) is var (sentAt, arrivedAt) ? new(sentAt, arrivedAt) : null;
    }
}
