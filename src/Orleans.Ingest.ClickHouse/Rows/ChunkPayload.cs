using System.Buffers.Binary;

namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>The sections of a payload that <see cref="ChunkPayloadWriter"/> wrote.</summary>
/// <param name="Events">Framed rows of <c>events_v2</c>.</param>
/// <param name="Sessions">Framed rows of <c>sessions_v2</c>.</param>
/// <param name="Counted">Framed rows of <c>ingest_counters</c>.</param>
internal readonly record struct ChunkPayload(ReadOnlyMemory<byte> Events, ReadOnlyMemory<byte> Sessions, ReadOnlyMemory<byte> Counted)
{
    /// <summary>Bytes of a section's or frame's length.</summary>
    public const int LengthSize = 4;

    /// <exception cref="InvalidDataException">The payload is of another version, or its sections do not add up.</exception>
    public static ChunkPayload Parse(ReadOnlyMemory<byte> payload, int schemaVersion)
    {
        var rest = RowsOf(payload, schemaVersion);
        var events = TakeSection(ref rest);
        var sessions = TakeSection(ref rest);
        var counted = TakeSection(ref rest);
        if (!rest.IsEmpty)
        {
            throw new InvalidDataException($"{rest.Length} bytes follow the last section of a payload of {payload.Length} bytes.");
        }

        return new(events, sessions, counted);
    }

    /// <summary>What follows the version byte, of a chunk's or a counters' payload.</summary>
    /// <exception cref="InvalidDataException">The payload is of another version.</exception>
    public static ReadOnlyMemory<byte> RowsOf(ReadOnlyMemory<byte> payload, int schemaVersion)
    {
        if (payload.IsEmpty || payload.Span[0] != schemaVersion)
        {
            throw new InvalidDataException($"A payload of {payload.Length} bytes does not begin with {schemaVersion}, the schema version of its group.");
        }

        return payload[1..];
    }

    private static ReadOnlyMemory<byte> TakeSection(ref ReadOnlyMemory<byte> rest)
    {
        var length = rest.Length >= LengthSize ? BinaryPrimitives.ReadInt32LittleEndian(rest.Span) : -1;
        if (length < 0 || length > rest.Length - LengthSize)
        {
            throw new InvalidDataException($"A section of {length} bytes does not fit into the {rest.Length} bytes left of its payload.");
        }

        var section = rest.Slice(LengthSize, length);
        rest = rest[(LengthSize + length)..];
        return section;
    }
}
