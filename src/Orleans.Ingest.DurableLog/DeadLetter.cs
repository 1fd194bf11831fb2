namespace Orleans.Ingest.DurableLog;

/// <summary>Rows that were set aside.</summary>
/// <param name="Reason">Why, without anything that was in the rows.</param>
/// <param name="IsDamaged">True for a segment that the disk has damaged: what stood before the damage went on to ClickHouse.</param>
public readonly record struct DeadLetter(string Reason, bool IsDamaged);
