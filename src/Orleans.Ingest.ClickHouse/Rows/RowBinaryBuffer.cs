using System.Buffers.Binary;
using System.Text;
using Orleans.Ingest.Pipeline;

namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>Writes values as ClickHouse's RowBinary format wants them.</summary>
internal sealed class RowBinaryBuffer(int capacity = 4096) : ByteBuffer(capacity)
{
    private const long MaxDecimal64 = 999_999_999_999_999_999;

    public void Byte(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Byte(sbyte value) => Byte(unchecked((byte)value));

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Reserve(2), value);

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Reserve(4), value);

    public void UInt64(ulong value) => Fixed64(value);

    public void String(string value) => Text(value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), value);

    /// <summary>Seconds since 1970, in the 32 bits that ClickHouse's DateTime has.</summary>
    public void DateTime(DateTime value) => UInt32(UnixSeconds.Of(value));

    /// <summary>ASCII codes such as countries and currencies; anything of another length is written as zero bytes, which is ClickHouse's "empty".</summary>
    public void FixedString(string value, int size)
    {
        var target = Reserve(size);
        if (value.Length != size || !Ascii.IsValid(value))
        {
            target.Clear();
            return;
        }

        Encoding.ASCII.GetBytes(value, target);
    }

    /// <summary>Nullable(Decimal64(3)). An amount beyond the column's eighteen digits is stored as the largest one it can hold.</summary>
    public void NullableAmount(decimal? amount)
    {
        Byte(amount is null);
        if (amount is { } value)
        {
            UInt64(unchecked((ulong)Thousandths(value)));
        }
    }

    /// <summary>Opens a frame: a length of four bytes, known only when the frame ends.</summary>
    public int BeginFrame()
    {
        UInt32(0);
        return Length;
    }

    public void EndFrame(int start) => BinaryPrimitives.WriteUInt32LittleEndian(At(start - 4, 4), (uint)(Length - start));

    public void PatchUInt64(int offset, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(At(offset, 8), value);

    private static long Thousandths(decimal amount)
    {
        if (Math.Abs(amount) > MaxDecimal64 / 1000m)
        {
            return amount > 0 ? MaxDecimal64 : -MaxDecimal64;
        }

        return (long)decimal.Round(amount * 1000m, MidpointRounding.AwayFromZero);
    }
}
