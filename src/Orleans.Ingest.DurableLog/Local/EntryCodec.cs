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

    /// <summary>Bytes that <see cref="Write"/> writes when all chunks are appended, and at most.</summary>
    public static long Measure(AppendBatch batch)
    {
        long bytes = HeaderBytes + sizeof(ushort) + (2 * sizeof(uint));
        foreach (var chunk in batch.Chunks) bytes += ChunkHeaderBytes + chunk.Payload.Length + chunk.Snapshot.Length;
        foreach (var counters in batch.Counters) bytes += sizeof(uint) + counters.Length;
        return bytes;
    }

    /// <summary>Writes the appended chunks of a batch that has been judged, with the positions given to them, and its counters.</summary>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> to, AppendBatch batch)
    {
        var at = HeaderBytes + sizeof(ushort) + sizeof(uint);
        var chunks = 0u;
        foreach (var chunk in batch.Chunks)
        {
            if (chunk.Outcome != ChunkOutcome.Appended) continue;
            at += WriteChunk(to[at..], chunk);
            chunks++;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(to[at..], (uint)batch.Counters.Count);
        at += sizeof(uint);
        foreach (var counters in batch.Counters)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(to[at..], (uint)counters.Length);
            counters.Span.CopyTo(to[(at + sizeof(uint))..]);
            at += sizeof(uint) + counters.Length;
        }

        var body = to[HeaderBytes..at];
        BinaryPrimitives.WriteUInt16LittleEndian(body, batch.SchemaVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(body[sizeof(ushort)..], chunks);
        BinaryPrimitives.WriteUInt32LittleEndian(to, (uint)body.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(to[sizeof(uint)..], XxHash3.HashToUInt64(body));
        return at;
    }

    private static int WriteChunk(Span<byte> to, LogChunk chunk)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(to, chunk.Key.High);
        BinaryPrimitives.WriteUInt64LittleEndian(to[8..], chunk.Key.Low);
        BinaryPrimitives.WriteUInt64LittleEndian(to[16..], chunk.Version);
        BinaryPrimitives.WriteUInt64LittleEndian(to[24..], chunk.FirstPosition);
        BinaryPrimitives.WriteUInt32LittleEndian(to[32..], (uint)chunk.Positions);
        BinaryPrimitives.WriteUInt32LittleEndian(to[36..], (uint)chunk.Payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(to[40..], (uint)chunk.Snapshot.Length);
        chunk.Payload.Span.CopyTo(to[ChunkHeaderBytes..]);
        chunk.Snapshot.Span.CopyTo(to[(ChunkHeaderBytes + chunk.Payload.Length)..]);
        return ChunkHeaderBytes + chunk.Payload.Length + chunk.Snapshot.Length;
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

    /// <summary>Reads entries until one is torn or corrupt, or there are no more.</summary>
    /// <returns>Where the last one ended.</returns>
    public static int ReadAll(ReadOnlyMemory<byte> file, int offset, List<StoredEntry> entries)
    {
        while (TryRead(file, ref offset, out var entry)) entries.Add(entry);
        return offset;
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
        var chunks = ReadUInt32(body, ref at);
        var first = at;
        for (var i = 0; i < chunks; i++) _ = ReadChunk(body, ref at);
        var counters = new ReadOnlyMemory<byte>[ReadUInt32(body, ref at)];
        for (var i = 0; i < counters.Length; i++) counters[i] = Take(body, ref at, (int)ReadUInt32(body, ref at));
        return new(schemaVersion, Chunks(body[first..], chunks), counters);
    }

    private static IEnumerable<StoredChunk> Chunks(ReadOnlyMemory<byte> from, uint count)
    {
        var at = 0;
        for (var i = 0; i < count; i++) yield return ReadChunk(from, ref at);
    }

    private static StoredChunk ReadChunk(ReadOnlyMemory<byte> from, ref int at)
    {
        var header = Take(from, ref at, ChunkHeaderBytes).Span;
        var key = new SnapshotKey(BinaryPrimitives.ReadUInt64LittleEndian(header), BinaryPrimitives.ReadUInt64LittleEndian(header[8..]));
        var version = BinaryPrimitives.ReadUInt64LittleEndian(header[16..]);
        var first = BinaryPrimitives.ReadUInt64LittleEndian(header[24..]);
        var positions = BinaryPrimitives.ReadUInt32LittleEndian(header[32..]);
        var payload = Take(from, ref at, (int)BinaryPrimitives.ReadUInt32LittleEndian(header[36..]));
        var snapshot = Take(from, ref at, (int)BinaryPrimitives.ReadUInt32LittleEndian(header[40..]));
        return new(key, version, first, (int)positions, payload, snapshot);
    }

    private static ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> body, ref int at, int length)
    {
        var taken = body.Slice(at, length);
        at += length;
        return taken;
    }

    private static uint ReadUInt32(ReadOnlyMemory<byte> body, ref int at) => BinaryPrimitives.ReadUInt32LittleEndian(Take(body, ref at, sizeof(uint)).Span);
}
