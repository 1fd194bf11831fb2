namespace Orleans.Ingest.DurableLog.Local;

/// <summary>A snapshot and where in the log it came from. Its bytes are somebody else's: who keeps them copies them.</summary>
internal readonly record struct StoredSnapshot(ulong Version, ulong Position, ReadOnlyMemory<byte> Bytes);
