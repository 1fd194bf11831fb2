namespace Orleans.Ingest.ClickHouse.Writing;

/// <summary>One session's append, as the log gives it back.</summary>
/// <param name="FirstPosition">Position of its first event; the others follow, <see cref="Rows.IngestPosition.Step"/> apart.</param>
/// <param name="Payload">What <see cref="Rows.ChunkPayloadWriter"/> wrote.</param>
public readonly record struct LoggedChunk(ulong FirstPosition, ReadOnlyMemory<byte> Payload);
