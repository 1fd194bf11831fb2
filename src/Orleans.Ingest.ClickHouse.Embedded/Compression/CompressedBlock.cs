using System.Buffers.Binary;
using K4os.Compression.LZ4;
using ZstdSharp;

namespace Orleans.Ingest.ClickHouse.Embedded.Compression;

/// <summary>
/// A block of ClickHouse's own compression (<c>compress=1</c>, <c>decompress=1</c>): a checksum of 16 bytes over the rest, a
/// byte that names the method, the length of method, lengths and data, the length unpacked (both UInt32, little endian), data.
/// </summary>
internal static class CompressedBlock
{
    public const int ChecksumBytes = 16;
    public const int HeaderBytes = 9;

    /// <summary>Of a block before packing. The server's own buffers are as large.</summary>
    public const int MaxWrittenBytes = 1024 * 1024;

    // Of a block that is read; a server believes lengths up to 1 GiB, which no client's blocks come near to.
    private const int MaxReadBytes = 256 * 1024 * 1024;
    private const byte None = 0x02;
    private const byte Lz4 = 0x82;
    private const byte Zstd = 0x90;

    /// <summary>Packs with LZ4, as the server does. Returns the block's bytes, which lie in <paramref name="space"/>.</summary>
    /// <param name="data">At most <see cref="MaxWrittenBytes"/>.</param>
    /// <param name="space">At least <see cref="SpaceFor"/> bytes.</param>
    public static int Pack(ReadOnlySpan<byte> data, Span<byte> space)
    {
        var body = space[ChecksumBytes..];
        var packed = LZ4Codec.Encode(data, body[HeaderBytes..]);
        var length = HeaderBytes + packed;
        body[0] = Lz4;
        BinaryPrimitives.WriteInt32LittleEndian(body[1..], length);
        BinaryPrimitives.WriteInt32LittleEndian(body[5..], data.Length);
        BinaryPrimitives.WriteUInt128LittleEndian(space, CityHash128.Of(body[..length]));
        return ChecksumBytes + length;
    }

    public static int SpaceFor(int dataBytes) => ChecksumBytes + HeaderBytes + LZ4Codec.MaximumOutputSize(dataBytes);

    /// <summary>The bytes that follow checksum and header, and those they unpack to.</summary>
    public static (int Packed, int Unpacked) Lengths(ReadOnlySpan<byte> header)
    {
        var packed = BinaryPrimitives.ReadUInt32LittleEndian(header[1..]);
        var unpacked = BinaryPrimitives.ReadUInt32LittleEndian(header[5..]);
        if (packed is < HeaderBytes or > MaxReadBytes || unpacked > MaxReadBytes)
            throw new RequestRefusedException($"Code: 119. DB::Exception: A compressed block of the body is said to have {packed} bytes and {unpacked} unpacked; at most {MaxReadBytes} are taken. Is the body compressed at all? (TOO_LARGE_SIZE_COMPRESSED)");
        return ((int)packed - HeaderBytes, (int)unpacked);
    }

    /// <param name="checksum">Of header and data.</param>
    /// <param name="block">Header and data.</param>
    /// <param name="unpacked">Exactly as long as the header says.</param>
    public static void Unpack(ReadOnlySpan<byte> checksum, ReadOnlySpan<byte> block, Span<byte> unpacked)
    {
        if (BinaryPrimitives.ReadUInt128LittleEndian(checksum) != CityHash128.Of(block))
            throw new RequestRefusedException("Code: 40. DB::Exception: Checksum doesn't match: a compressed block of the body arrived damaged. (CHECKSUM_DOESNT_MATCH)");
        var data = block[HeaderBytes..];
        var written = block[0] switch
        {
            Lz4 => LZ4Codec.Decode(data, unpacked),
            Zstd => Unzstd(data, unpacked),
            None => Copy(data, unpacked),
            var other => throw new RequestRefusedException($"Code: 89. DB::Exception: Unknown compression method {other} of a block: LZ4, ZSTD and none are known. (UNKNOWN_COMPRESSION_METHOD)"),
        };
        if (written != unpacked.Length) throw new InvalidDataException("A block unpacks to another length than it says.");
    }

    private static int Unzstd(ReadOnlySpan<byte> data, Span<byte> unpacked)
    {
        using var decompressor = new Decompressor();
        return decompressor.Unwrap(data, unpacked);
    }

    private static int Copy(ReadOnlySpan<byte> data, Span<byte> unpacked) => data.TryCopyTo(unpacked) ? data.Length : -1;
}
