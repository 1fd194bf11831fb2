using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>A growing buffer that writes values as ClickHouse's RowBinary format wants them. Kept and cleared, never handed out.</summary>
internal sealed class RowBinaryBuffer(int capacity = 4096)
{
    private const long MaxDecimal64 = 999_999_999_999_999_999;

    private byte[] _bytes = new byte[capacity];
    private int _length;

    public int Length => _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, _length);

    public void Clear() => _length = 0;

    public void Byte(byte value) => Reserve(1)[0] = value;

    public void Byte(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Byte(sbyte value) => Byte(unchecked((byte)value));

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Reserve(2), value);

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Reserve(4), value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), value);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Reserve(8), value);

    public void Raw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>Seconds since 1970, in the 32 bits that ClickHouse's DateTime has.</summary>
    public void DateTime(DateTime value) => UInt32(UnixSeconds.Of(value));

    public void Count(int value)
    {
        var rest = (uint)value;
        for (; rest >= 0x80; rest >>= 7)
        {
            Byte((byte)(rest | 0x80));
        }

        Byte((byte)rest);
    }

    public void String(string value)
    {
        const int OneByteCount = 0x7f / 3;   // so few characters never take more than 127 bytes
        if (value.Length <= OneByteCount)
        {
            Ensure(1 + (value.Length * 3));
            var written = Encoding.UTF8.GetBytes(value, _bytes.AsSpan(_length + 1));
            _bytes[_length] = (byte)written;
            _length += 1 + written;
            return;
        }

        var count = Encoding.UTF8.GetByteCount(value);
        Count(count);
        Encoding.UTF8.GetBytes(value, Reserve(count));
    }

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
        return _length;
    }

    public void EndFrame(int start) => BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(start - 4), (uint)(_length - start));

    public void PatchUInt64(int offset, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(offset, 8), value);

    private static long Thousandths(decimal amount)
    {
        if (Math.Abs(amount) > MaxDecimal64 / 1000m)
        {
            return amount > 0 ? MaxDecimal64 : -MaxDecimal64;
        }

        return (long)decimal.Round(amount * 1000m, MidpointRounding.AwayFromZero);
    }

    private Span<byte> Reserve(int count)
    {
        Ensure(count);
        var span = _bytes.AsSpan(_length, count);
        _length += count;
        return span;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Ensure(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Grow(count);
        }
    }

    private void Grow(int count) => Array.Resize(ref _bytes, checked(Math.Max(_bytes.Length * 2, _length + count)));
}
