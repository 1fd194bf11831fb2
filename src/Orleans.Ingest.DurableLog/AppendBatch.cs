namespace Orleans.Ingest.DurableLog;

/// <summary>What one append writes: chunks of many sessions, and counter rows that ride along.</summary>
/// <param name="SchemaVersion">Version of the encoding of all rows in the batch.</param>
/// <param name="Chunks">At most one per session.</param>
/// <param name="Counters">Payloads of counter rows; opaque to the log.</param>
public sealed record AppendBatch(ushort SchemaVersion, IReadOnlyList<LogChunk> Chunks, IReadOnlyList<ReadOnlyMemory<byte>> Counters);
