using System.Buffers.Binary;
using System.Text;

namespace Orleans.Ingest.Pipeline.Sessions;

/// <summary>Reads what <see cref="SnapshotWriter"/> wrote, and trusts no length it meets.</summary>
internal ref struct SnapshotReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public ulong Fixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    public ulong Number()
    {
        var value = 0UL;
        for (var shift = 0; shift < 7 * ByteBuffer.LongestNumber; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }

        throw Broken("a number does not end");
    }

    /// <summary>A number of things that follow, each of at least this many bytes.</summary>
    public int Count(int bytesEach)
    {
        var count = Number();
        if (count > (ulong)(_rest.Length / bytesEach))
            throw Broken($"{count} items are announced and {_rest.Length} bytes follow");

        return (int)count;
    }

    public long Difference()
    {
        var value = Number();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public DateTime Time(DateTime from)
    {
        var ticks = unchecked(from.Ticks + Difference());
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks
            ? new(ticks, DateTimeKind.Utc)
            : throw Broken("a time is out of range");
    }

    /// <summary>A text that others are likely to have too.</summary>
    public string Text() => RecentTexts.Of(Take(Count(1)));

    /// <summary>Any text.</summary>
    public string OwnText() => Encoding.UTF8.GetString(Take(Count(1)));

    public static InvalidDataException Broken(string what) => new($"A session snapshot cannot be read: {what}. It was cut off, or is none.");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
            throw Broken("it ends early");

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
