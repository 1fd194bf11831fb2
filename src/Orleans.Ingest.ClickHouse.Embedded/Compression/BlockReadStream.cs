namespace Orleans.Ingest.ClickHouse.Embedded.Compression;

/// <summary>Reads <see cref="CompressedBlock"/>s, one in memory at a time.</summary>
internal sealed class BlockReadStream(Stream beneath) : Stream
{
    private const int HeadBytes = CompressedBlock.ChecksumBytes + CompressedBlock.HeaderBytes;
    private byte[] _block = new byte[HeadBytes];
    private byte[] _data = [];
    private int _length;
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_position == _length)
        {
            if (!await ReadBlockAsync(cancellationToken)) return 0;
        }

        var taken = Math.Min(buffer.Length, _length - _position);
        _data.AsMemory(_position, taken).CopyTo(buffer);
        _position += taken;
        return taken;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask<bool> ReadBlockAsync(CancellationToken cancellationToken)
    {
        var head = await beneath.ReadAtLeastAsync(_block.AsMemory(0, HeadBytes), HeadBytes, throwOnEndOfStream: false, cancellationToken);
        if (head == 0) return false;
        if (head < HeadBytes) throw EndsTooSoon();

        var (packed, unpacked) = CompressedBlock.Lengths(_block.AsSpan(CompressedBlock.ChecksumBytes));
        if (_block.Length < HeadBytes + packed) Array.Resize(ref _block, HeadBytes + packed);
        if (await beneath.ReadAtLeastAsync(_block.AsMemory(HeadBytes, packed), packed, throwOnEndOfStream: false, cancellationToken) < packed) throw EndsTooSoon();

        if (_data.Length < unpacked) _data = new byte[unpacked];
        var whole = _block.AsSpan(0, HeadBytes + packed);
        CompressedBlock.Unpack(whole[..CompressedBlock.ChecksumBytes], whole[CompressedBlock.ChecksumBytes..], _data.AsSpan(0, unpacked));
        (_position, _length) = (0, unpacked);
        return true;
    }

    private static RequestRefusedException EndsTooSoon() =>
        new("Code: 33. DB::Exception: Cannot read all data: the body ends within a compressed block. (CANNOT_READ_ALL_DATA)");
}
