namespace Orleans.Ingest.Contracts.Receipts;

/// <summary>Finds out what became of accepted events; key 0. A stateless worker: the log, its dead letters and ClickHouse know it, nothing else is kept.</summary>
[Alias("ingest.IReceiptGrain")]
public interface IReceiptGrain : IGrainWithIntegerKey
{
    /// <summary>What became of the event at a position of the log.</summary>
    [Alias("FindAsync")]
    Task<ReceiptFinding> FindAsync(ulong position);

    /// <summary>What became of an event that was in the log by this time (UTC), at a position that nobody remembers.</summary>
    [Alias("FindBeforeAsync")]
    Task<ReceiptFinding> FindBeforeAsync(DateTime at);
}
