using Orleans.Concurrency;
using Orleans.Ingest.ClickHouse.Queries;
using Orleans.Ingest.Contracts.Receipts;
using Orleans.Ingest.DurableLog;

namespace Orleans.Ingest.Grains.Receipts;

/// <summary>Asks, in this order: does it wait in the log, is it a dead letter, is its row in ClickHouse.</summary>
[StatelessWorker(4)]
internal sealed class ReceiptGrain(IDurableLog log, ClickHouseQueries queries, TimeProvider time) : Grain, IReceiptGrain
{
    private const string Unasked = "ClickHouse does not answer; the log says that it took the event";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public async Task<ReceiptFinding> FindAsync(ulong position)
    {
        var queue = LogPosition.QueueOf(position);
        // A log with fewer queues than the one that gave it: there is nothing to wait for.
        if (queue < log.QueueCount && position >= (await log.ExtentAsync(queue, CancellationToken.None)).Waiting) return new(ReceiptStatus.Pending);
        var dead = await log.FindDeadLetterAsync(position, CancellationToken.None);
        var isThere = await IsThereAsync(position);
        if (dead is { } letter && !(letter.IsDamaged && isThere is true))
            return new(ReceiptStatus.DeadLetter, letter.Reason, isThere is true ? "its row in events_v2 is there all the same" : null);
        return isThere switch
        {
            true => new(ReceiptStatus.Stored),
            null => new(ReceiptStatus.Stored, Detail: Unasked),
            false => new(ReceiptStatus.Missing, Detail: "it has left the log, and no row has its position: deleted since, by request, retention or hand, or lost together with the end of a Redis log"),
        };
    }

    /// <inheritdoc />
    public async Task<ReceiptFinding> FindBeforeAsync(DateTime at)
    {
        for (var queue = 0; queue < log.QueueCount; queue++)
        {
            var extent = await log.ExtentAsync(queue, CancellationToken.None);
            if (extent.Waiting != extent.Next && LogPosition.TimeOf(extent.Waiting).UtcDateTime <= at) return new(ReceiptStatus.Pending);
        }

        return new(ReceiptStatus.Stored, Detail: "it repeats an event that was there already, whose position is not known; all that was accepted by then has left the log");
    }

    /// <summary>Whether the event's row is in ClickHouse; null when it cannot be asked, or its table has no positions.</summary>
    private async Task<bool?> IsThereAsync(ulong position)
    {
        using var timeout = new CancellationTokenSource(_patience, time);
        try
        {
            return await queries.HasEventAsync(position, timeout.Token);
        }
        catch (Exception)
        {
            // That it is away is part of the answer.
            return null;
        }
    }
}
