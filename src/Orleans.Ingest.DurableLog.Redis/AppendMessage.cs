using System.Buffers.Binary;
using StackExchange.Redis;

namespace Orleans.Ingest.DurableLog.Redis;

/// <summary>An append as the script takes and answers it.</summary>
internal static class AppendMessage
{
    private const int Head = 7;
    private const int Width = 7;
    // What an entry costs beside its payload; append.lua counts the same.
    private const int Overhead = 64;
    private const int AnswerHead = 3;

    /// <summary>The arguments of append.lua, but for the generation, which comes first.</summary>
    public static RedisValue[] Encode(AppendBatch batch, long queueBytes, long groupBytes)
    {
        var arguments = new RedisValue[Head + (batch.Chunks.Count * Width) + batch.Counters.Count];
        long bytes = 0;
        var at = Head;
        foreach (var chunk in batch.Chunks)
        {
            var fixedPart = new byte[32];
            WriteKey(fixedPart, chunk.Key);
            BinaryPrimitives.WriteUInt64BigEndian(fixedPart.AsSpan(16), chunk.BuildsOn);
            BinaryPrimitives.WriteUInt64BigEndian(fixedPart.AsSpan(24), chunk.Version);
            arguments[at++] = new ReadOnlyMemory<byte>(fixedPart, 0, 16);
            arguments[at++] = new ReadOnlyMemory<byte>(fixedPart, 16, 8);
            arguments[at++] = new ReadOnlyMemory<byte>(fixedPart, 24, 8);
            arguments[at++] = Microseconds(chunk.OldestBirth);
            arguments[at++] = chunk.Positions;
            arguments[at++] = chunk.Payload;
            arguments[at++] = chunk.Snapshot;
            bytes += chunk.Payload.Length + Overhead;
        }

        foreach (var counters in batch.Counters)
        {
            arguments[at++] = counters;
            bytes += counters.Length + Overhead;
        }

        (arguments[1], arguments[2], arguments[3]) = (bytes, queueBytes, groupBytes);
        (arguments[4], arguments[5], arguments[6]) = ((int)batch.SchemaVersion, batch.Chunks.Count, batch.Counters.Count);
        return arguments;
    }

    /// <summary>Sets what the script answered on the chunks.</summary>
    public static void Decode(RedisResult[] answer, AppendBatch batch, int queue)
    {
        for (var i = 0; i < batch.Chunks.Count; i++)
        {
            var (chunk, first) = (batch.Chunks[i], (long)answer[AnswerHead + i]);
            if (first > 0) chunk.FirstPosition = LogPosition.Of((ulong)first, queue);
            chunk.Outcome = first > 0 ? ChunkOutcome.Appended : first == 0 ? ChunkOutcome.Stale : ChunkOutcome.Late;
        }
    }

    /// <summary>A snapshot's field in its hash.</summary>
    public static byte[] FieldOf(SnapshotKey key)
    {
        var field = new byte[16];
        WriteKey(field, key);
        return field;
    }

    /// <summary>A time as the scripts count it.</summary>
    public static long Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static void WriteKey(Span<byte> to, SnapshotKey key)
    {
        BinaryPrimitives.WriteUInt64BigEndian(to, key.High);
        BinaryPrimitives.WriteUInt64BigEndian(to[8..], key.Low);
    }
}
