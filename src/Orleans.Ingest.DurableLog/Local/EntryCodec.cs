using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;

namespace Orleans.Ingest.DurableLog.Local;

/// <summary>
/// The form of one append in a segment file, little-endian:
/// <code>
///   entry  = u32 body length, u64 XxHash3 of the body, body
///   body   = u16 schema version, u32 chunks, chunk*, u32 counter payloads, (u32 length, bytes)*
///   chunk  = u64 key high, u64 key low, u64 version, u64 first position, u32 positions, u32 payload length, u32 snapshot length, payload, snapshot
/// </code>
/// A torn last write fails the checksum, or is shorter than its length says.
/// </summary>
internal static class EntryCodec
{
    private const int HeaderBytes = sizeof(uint) + sizeof(ulong);
    private const int ChunkHeaderBytes = (4 * sizeof(ulong)) + (3 * sizeof(uint));

    /// <summary>Bytes that <see cref="Write"/> will write if all chunks are accepted.</summary>
    public static long Measure(AppendBatch batch)
    {
        long bytes = HeaderBytes + sizeof(ushort) + (2 * sizeof(uint));
        foreach (var chunk in batch.Chunks) bytes += ChunkHeaderBytes + chunk.Payload.Length + chunk.Snapshot.Length;
        foreach (var counters in batch.Counters) bytes += sizeof(uint) + counters.Length;
        return bytes;
    }

    /// <summary>Writes an entry.</summary>
    public static void Write(ArrayBufferWriter<byte> to, StoredEntry stored)
    {
        var start = to.WrittenCount;
        to.GetSpan(HeaderBytes);
        to.Advance(HeaderBytes);
        WriteUInt16(to, stored.SchemaVersion);
        WriteUInt32(to, (uint)stored.Chunks.Length);
        foreach (var chunk in stored.Chunks)
        {
            WriteUInt64(to, chunk.Key.High);
            WriteUInt64(to, chunk.Key.Low);
            WriteUInt64(to, chunk.Version);
            WriteUInt64(to, chunk.FirstPosition);
            WriteUInt32(to, (uint)chunk.Positions);
            WriteUInt32(to, (uint)chunk.Payload.Length);
            WriteUInt32(to, (uint)chunk.Snapshot.Length);
            to.Write(chunk.Payload.Span);
            to.Write(chunk.Snapshot.Span);
        }

        WriteUInt32(to, (uint)stored.Counters.Count);
        foreach (var counters in stored.Counters)
        {
            WriteUInt32(to, (uint)counters.Length);
            to.Write(counters.Span);
        }

        // The writer's memory may have moved while it grew: take it again for the header.
        var entry = System.Runtime.InteropServices.MemoryMarshal.AsMemory(to.WrittenMemory)[start..].Span;
        BinaryPrimitives.WriteUInt32LittleEndian(entry, (uint)(entry.Length - HeaderBytes));
        BinaryPrimitives.WriteUInt64LittleEndian(entry[sizeof(uint)..], XxHash3.HashToUInt64(entry[HeaderBytes..]));
    }

    /// <summary>Reads the entry at an offset; false when it is torn or corrupt, or there is none.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> file, ref int offset, out StoredEntry entry)
    {
        entry = default;
        var rest = file[offset..];
        if (rest.Length < HeaderBytes) return false;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(rest.Span);
        if (length > rest.Length - HeaderBytes) return false;
        var body = rest.Slice(HeaderBytes, (int)length);
        if (XxHash3.HashToUInt64(body.Span) != BinaryPrimitives.ReadUInt64LittleEndian(rest.Span[sizeof(uint)..])) return false;
        entry = ReadBody(body);
        offset += HeaderBytes + (int)length;
        return true;
    }

    /// <summary>Where the entry at an offset ends, by its length alone; null when that is beyond the file.</summary>
    public static int? EndOf(ReadOnlyMemory<byte> file, int offset)
    {
        var rest = file[offset..].Span;
        if (rest.Length < HeaderBytes) return null;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        return length <= rest.Length - HeaderBytes ? offset + HeaderBytes + (int)length : null;
    }

    private static StoredEntry ReadBody(ReadOnlyMemory<byte> body)
    {
        var at = 0;
        var schemaVersion = BinaryPrimitives.ReadUInt16LittleEndian(Take(body, ref at, sizeof(ushort)).Span);
        var chunks = new StoredChunk[ReadUInt32(body, ref at)];
        for (var i = 0; i < chunks.Length; i++)
        {
            var header = Take(body, ref at, ChunkHeaderBytes).Span;
            var key = new SnapshotKey(BinaryPrimitives.ReadUInt64LittleEndian(header), BinaryPrimitives.ReadUInt64LittleEndian(header[8..]));
            var version = BinaryPrimitives.ReadUInt64LittleEndian(header[16..]);
            var first = BinaryPrimitives.ReadUInt64LittleEndian(header[24..]);
            var positions = BinaryPrimitives.ReadUInt32LittleEndian(header[32..]);
            var payload = Take(body, ref at, (int)BinaryPrimitives.ReadUInt32LittleEndian(header[36..]));
            var snapshot = Take(body, ref at, (int)BinaryPrimitives.ReadUInt32LittleEndian(header[40..]));
            chunks[i] = new(key, version, first, (int)positions, payload, snapshot);
        }

        var counters = new ReadOnlyMemory<byte>[ReadUInt32(body, ref at)];
        for (var i = 0; i < counters.Length; i++) counters[i] = Take(body, ref at, (int)ReadUInt32(body, ref at));
        return new(schemaVersion, chunks, counters);
    }

    private static ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> body, ref int at, int length)
    {
        var taken = body.Slice(at, length);
        at += length;
        return taken;
    }

    private static uint ReadUInt32(ReadOnlyMemory<byte> body, ref int at) => BinaryPrimitives.ReadUInt32LittleEndian(Take(body, ref at, sizeof(uint)).Span);

    private static void WriteUInt16(ArrayBufferWriter<byte> to, ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(to.GetSpan(sizeof(ushort)), value);
        to.Advance(sizeof(ushort));
    }

    private static void WriteUInt32(ArrayBufferWriter<byte> to, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(to.GetSpan(sizeof(uint)), value);
        to.Advance(sizeof(uint));
    }

    private static void WriteUInt64(ArrayBufferWriter<byte> to, ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(to.GetSpan(sizeof(ulong)), value);
        to.Advance(sizeof(ulong));
    }
}
