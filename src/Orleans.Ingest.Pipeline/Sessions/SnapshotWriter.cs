using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Orleans.Ingest.Pipeline.Sessions;

/// <summary>Writes the parts of a snapshot: numbers in as few bytes as they need, texts with their length before them.</summary>
internal readonly struct SnapshotWriter(ArrayBufferWriter<byte> output)
{
    /// <summary>Bytes of the longest number.</summary>
    internal const int LongestNumber = 10;

    public void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    /// <summary>Eight bytes: for random numbers, which have no short form.</summary>
    public void Random(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(output.GetSpan(sizeof(ulong)), value);
        output.Advance(sizeof(ulong));
    }

    /// <summary>Seven bits a byte, the lowest first.</summary>
    public void Number(ulong value)
    {
        var span = output.GetSpan(LongestNumber);
        var count = 0;
        for (; value > 0x7f; value >>= 7)
            span[count++] = (byte)(value | 0x80);
        span[count++] = (byte)value;
        output.Advance(count);
    }

    /// <summary>A difference that is small, but may be negative.</summary>
    public void Difference(long value) => Number((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>A time, as the difference in ticks to another one.</summary>
    public void Time(DateTime value, DateTime from) => Difference(value.Ticks - from.Ticks);

    public void Text(string value)
    {
        Number((ulong)Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, output);
    }
}
