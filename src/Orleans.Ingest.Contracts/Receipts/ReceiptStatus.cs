namespace Orleans.Ingest.Contracts.Receipts;

/// <summary>What became of an accepted event.</summary>
[GenerateSerializer, Alias("ingest.ReceiptStatus")]
public enum ReceiptStatus
{
    /// <summary>In the event log, on its way to ClickHouse.</summary>
    Pending = 0,
    /// <summary>In ClickHouse.</summary>
    Stored = 1,
    /// <summary>Among the dead letters.</summary>
    DeadLetter = 2,
    /// <summary>It has left the log, and its row is not in ClickHouse (any more).</summary>
    Missing = 3,
}
