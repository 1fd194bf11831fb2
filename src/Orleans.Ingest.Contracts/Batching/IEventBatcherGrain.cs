namespace Orleans.Ingest.Contracts.Batching;

/// <summary>Appends what has gathered in this silo for one queue; key = the queue's number. A stateless worker: one call per batch, never per event.</summary>
[Alias("ingest.IEventBatcherGrain")]
public interface IEventBatcherGrain : IGrainWithIntegerKey
{
    /// <summary>When its task completes, everything that had gathered before the call is durable or has been refused, and its waiters know which.</summary>
    [Alias("FlushAsync")]
    Task FlushAsync();
}
