namespace Orleans.Ingest.DurableLog;

/// <summary>Names a snapshot within its queue.</summary>
/// <param name="High">The site's id.</param>
/// <param name="Low">The user id.</param>
public readonly record struct SnapshotKey(ulong High, ulong Low);
