using System.Buffers.Binary;

namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>Steps over the frames of a section.</summary>
internal ref struct FrameReader(ReadOnlySpan<byte> section, int position = 0)
{
    private readonly ReadOnlySpan<byte> _section = section;

    /// <summary>Where the next frame begins.</summary>
    public int Position { get; private set; } = position;

    /// <summary>Reads the next frame; false at the section's end.</summary>
    /// <exception cref="InvalidDataException">The section ends within a frame.</exception>
    public bool TryRead(out int offset, out ReadOnlySpan<byte> frame)
    {
        offset = Position + ChunkPayload.LengthSize;
        frame = default;
        if (Position == _section.Length)
        {
            return false;
        }

        var length = offset <= _section.Length ? BinaryPrimitives.ReadUInt32LittleEndian(_section[Position..]) : uint.MaxValue;
        if (length > (uint)(_section.Length - Math.Min(offset, _section.Length)))
        {
            throw new InvalidDataException($"A frame at byte {Position} of a section of {_section.Length} bytes is cut off.");
        }

        frame = _section.Slice(offset, (int)length);
        Position = offset + (int)length;
        return true;
    }
}
