namespace Orleans.Ingest.ClickHouse.Embedded.Compression;

/// <summary>Writes <see cref="CompressedBlock"/>s. What is left is written by <see cref="DisposeAsync"/>; the stream beneath stays open.</summary>
internal sealed class BlockWriteStream(Stream beneath) : Stream
{
    private readonly byte[] _data = new byte[CompressedBlock.MaxWrittenBytes];
    private readonly byte[] _space = new byte[CompressedBlock.SpaceFor(CompressedBlock.MaxWrittenBytes)];
    private int _filled;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var taken = Math.Min(buffer.Length, _data.Length - _filled);
            buffer[..taken].CopyTo(_data.AsMemory(_filled));
            _filled += taken;
            buffer = buffer[taken..];
            if (_filled == _data.Length) await WriteBlockAsync(cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await WriteBlockAsync(cancellationToken);
        await beneath.FlushAsync(cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await WriteBlockAsync(CancellationToken.None);
        await base.DisposeAsync();
    }

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask WriteBlockAsync(CancellationToken cancellationToken)
    {
        if (_filled == 0) return;
        var length = CompressedBlock.Pack(_data.AsSpan(0, _filled), _space);
        _filled = 0;
        await beneath.WriteAsync(_space.AsMemory(0, length), cancellationToken);
    }
}
