namespace Orleans.Ingest.DurableLog;

/// <summary>Where a queue begins and ends now. Nothing waits in it when the two are equal.</summary>
/// <param name="Waiting">Every position below has left the log: it is in ClickHouse, or was set aside.</param>
/// <param name="Next">No event that is appended from now on gets a lower position.</param>
public readonly record struct LogExtent(ulong Waiting, ulong Next);
