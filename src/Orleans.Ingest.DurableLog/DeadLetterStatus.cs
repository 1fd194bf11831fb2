namespace Orleans.Ingest.DurableLog;

/// <summary>Rows that were set aside.</summary>
/// <param name="Count">How many groups or files.</param>
/// <param name="Directory">Where they are kept.</param>
/// <param name="Reason">Why the newest is there.</param>
public sealed record DeadLetterStatus(int Count, string Directory, string Reason);
