using System.Buffers.Binary;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Schema;
using Orleans.Ingest.Pipeline;

namespace Orleans.Ingest.ClickHouse.Writing;

/// <summary>
/// Streams a group's rows of one partition, with their positions, as the body of one insert; never more than a block of them in memory. Of session rows only the
/// <see cref="SessionEnds"/>.
/// </summary>
internal sealed class PartitionRows(GroupContents group, ChunkSection section, int month, RowTarget target)
{
    private int _index;

    /// <summary>Rows written.</summary>
    public long Written { get; private set; }

    public async Task WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        (Written, _index) = (0, 0);
        var block = target.NewBlock();
        var bytes = new ByteBuffer(4096);
        for (var i = 0; i < group.ChunkCount; i++)
        {
            var (first, frames) = group.Chunk(i, section);
            var position = 0;
            while (Fill(block, first, frames.Span, ref position)) await SendAsync(block, bytes, stream, cancellationToken);
        }

        await SendAsync(block, bytes, stream, cancellationToken);
    }

    private static async Task SendAsync(NativeBlock block, ByteBuffer bytes, Stream stream, CancellationToken cancellationToken)
    {
        if (block.Rows == 0) return;
        block.WriteTo(bytes);
        block.Clear();
        await stream.WriteAsync(bytes.WrittenMemory, cancellationToken);
        bytes.Clear();
    }

    /// <summary>Adds rows of a chunk; true when the block is full, false when the chunk is done.</summary>
    private bool Fill(NativeBlock block, ulong first, ReadOnlySpan<byte> frames, ref int position)
    {
        var reader = new FrameReader(frames, position);
        while (!block.IsFull)
        {
            if (!reader.TryRead(out _, out var row))
            {
                position = reader.Position;
                return false;
            }

            if (GroupContents.MonthOf(row) == month && (section == ChunkSection.Events || group.SessionEnds.Contains(row, _index)))
            {
                block.Add(row, IngestPosition.At(first, BinaryPrimitives.ReadUInt64LittleEndian(row)));
                Written++;
            }

            _index++;
        }

        position = reader.Position;
        return true;
    }
}
