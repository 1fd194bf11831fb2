using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Orleans.Ingest.Pipeline;

/// <summary>A buffer that grows, with what forms of rows and snapshots have in common. Kept and cleared, never handed out; for one thread at a time.</summary>
/// <param name="capacity">Bytes to begin with, at least 1.</param>
/// <param name="pool">Where its memory comes from, if it grows large and is given back with <see cref="Return"/>; null for memory of its own.</param>
public class ByteBuffer(int capacity, ArrayPool<byte>? pool = null)
{
    /// <summary>Bytes of the longest number.</summary>
    public const int LongestNumber = 10;

    // So few characters never take more than 127 bytes, whose count is one byte.
    private const int OneByteCount = 0x7f / 3;

    private byte[] _bytes = pool?.Rent(capacity) ?? new byte[capacity];

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written since the last <see cref="Clear"/>; as long as nothing more is.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>The same, for what is asynchronous.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, Length);

    /// <summary>Forgets what was written.</summary>
    public void Clear() => Length = 0;

    /// <summary>Gives its memory back to the pool: what was <see cref="Written"/> may not be looked at any more.</summary>
    public void Return()
    {
        if (pool is not null && _bytes.Length > 0) pool.Return(_bytes);
        (_bytes, Length) = ([], 0);
    }

    /// <summary>One byte.</summary>
    public void Byte(byte value) => Reserve(1)[0] = value;

    /// <summary>Eight bytes, the lowest first.</summary>
    public void Fixed64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Reserve(sizeof(ulong)), value);

    /// <summary>Seven bits a byte, the lowest first.</summary>
    public void Number(ulong value)
    {
        Ensure(LongestNumber);
        Length += Put(_bytes.AsSpan(Length), value);
    }

    /// <summary>A text in UTF-8, behind the number of its bytes.</summary>
    public void Text(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length <= OneByteCount)
        {
            Ensure(1 + (value.Length * 3));
            var written = Encoding.UTF8.GetBytes(value, _bytes.AsSpan(Length + 1));
            _bytes[Length] = (byte)written;
            Length += 1 + written;
            return;
        }

        var count = Encoding.UTF8.GetByteCount(value);
        Number((ulong)count);
        Encoding.UTF8.GetBytes(value, Reserve(count));
    }

    /// <summary>Bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>So many bytes of 0.</summary>
    public void Zeros(int count) => Reserve(count).Clear();

    /// <summary>Writes a number where there is room for <see cref="LongestNumber"/> bytes.</summary>
    /// <returns>Bytes written.</returns>
    protected static int Put(Span<byte> to, ulong value)
    {
        var count = 0;
        for (; value > 0x7f; value >>= 7) to[count++] = (byte)(value | 0x80);
        to[count++] = (byte)value;
        return count;
    }

    /// <summary>The next bytes, to be written now.</summary>
    protected Span<byte> Reserve(int count)
    {
        Ensure(count);
        var span = _bytes.AsSpan(Length, count);
        Length += count;
        return span;
    }

    /// <summary>Gives back the last of the bytes that were reserved.</summary>
    protected void GiveBack(int count) => Length -= count;

    /// <summary>Bytes that are written already, to be written again.</summary>
    protected Span<byte> At(int offset, int count) => _bytes.AsSpan(0, Length).Slice(offset, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Ensure(int count)
    {
        if (_bytes.Length - Length < count) Grow(count);
    }

    private void Grow(int count)
    {
        var size = checked(Math.Max(_bytes.Length * 2, Length + count));
        if (pool is null)
        {
            Array.Resize(ref _bytes, size);
            return;
        }

        var larger = pool.Rent(size);
        Written.CopyTo(larger);
        pool.Return(_bytes);
        _bytes = larger;
    }
}
