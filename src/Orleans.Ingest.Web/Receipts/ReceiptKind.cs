namespace Orleans.Ingest.Web.Receipts;

/// <summary>What a receipt holds.</summary>
internal enum ReceiptKind
{
    /// <summary>None.</summary>
    None = 0,
    /// <summary>The event's position in the log.</summary>
    Position = 1,
    /// <summary>Reason and time of the event's drop.</summary>
    Dropped = 2,
    /// <summary>The time by which the event was in the log, at a position that is not known: it repeats one that was there.</summary>
    Repeated = 3,
}
