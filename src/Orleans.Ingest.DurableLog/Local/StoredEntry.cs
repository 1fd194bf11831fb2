namespace Orleans.Ingest.DurableLog.Local;

/// <summary>One append as it stands in a segment file.</summary>
internal readonly record struct StoredEntry(ushort SchemaVersion, IEnumerable<StoredChunk> Chunks, IReadOnlyList<ReadOnlyMemory<byte>> Counters);
