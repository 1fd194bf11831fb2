using System.Text;

namespace Orleans.Ingest.DurableLog.Contract;

/// <summary>Makes chunks and batches for the tests of the log.</summary>
public static class Chunks
{
    public static LogChunk Chunk(ulong key, ulong version, ulong buildsOn = 0, int events = 1, DateTimeOffset? born = null, string? payload = null) => new()
    {
        Key = new(1, key),
        Version = version,
        BuildsOn = buildsOn,
        Positions = events,
        OldestBirth = born ?? new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        Payload = Encoding.UTF8.GetBytes(payload ?? $"rows of {key} v{version}"),
        Snapshot = Encoding.UTF8.GetBytes($"snapshot of {key} v{version}"),
    };

    /// <summary>The same chunk in rented memory.</summary>
    public static LogChunk Rented(LogChunk chunk, out byte[] memory)
    {
        memory = LogChunk.Memory.Rent(chunk.Payload.Length + chunk.Snapshot.Length);
        chunk.Payload.CopyTo(memory);
        chunk.Snapshot.CopyTo(memory.AsMemory(chunk.Payload.Length));
        return new()
        {
            Key = chunk.Key,
            Version = chunk.Version,
            BuildsOn = chunk.BuildsOn,
            Positions = chunk.Positions,
            OldestBirth = chunk.OldestBirth,
            Payload = memory.AsMemory(0, chunk.Payload.Length),
            Snapshot = memory.AsMemory(chunk.Payload.Length, chunk.Snapshot.Length),
            Rented = memory,
        };
    }

    public static AppendBatch Batch(params LogChunk[] chunks) => new(1, chunks, []);

    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
