namespace Orleans.Ingest.Contracts.Writing;

/// <summary>Writes the flush groups of one queue to ClickHouse; key = the queue's number. Subscribed to <see cref="EventStream"/> implicitly.</summary>
[Alias("ingest.IClickHouseWriterGrain")]
public interface IClickHouseWriterGrain : IGrainWithStringKey
{
    /// <summary>True when its task completes: every group that was sealed before the call is in ClickHouse and committed.</summary>
    /// <param name="timeout">How long to wait at most; the task faults with <see cref="TimeoutException"/> beyond it.</param>
    [Alias("DrainAsync")]
    Task DrainAsync(TimeSpan timeout);
}
