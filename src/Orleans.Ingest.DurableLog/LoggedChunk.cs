namespace Orleans.Ingest.DurableLog;

/// <summary>A chunk as read back.</summary>
/// <param name="FirstPosition">Position of its first event.</param>
/// <param name="Payload">The rows.</param>
public readonly record struct LoggedChunk(ulong FirstPosition, ReadOnlyMemory<byte> Payload);
