using System.Buffers.Binary;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Schema;

namespace Orleans.Ingest.ClickHouse.Writing;

/// <summary>
/// Streams a group's rows of one partition, with their positions, as the body of one insert; never more than a piece of them in memory. Of session rows only the
/// <see cref="SessionEnds"/>.
/// </summary>
internal sealed class PartitionRows(GroupContents group, ChunkSection section, int month, RowTarget target)
{
    private const int PieceSize = 64 * 1024;

    private int _index;

    /// <summary>Rows written.</summary>
    public long Written { get; private set; }

    public async Task WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        (Written, _index) = (0, 0);
        var piece = new RowBinaryBuffer(PieceSize + (PieceSize / 4));
        for (var i = 0; i < group.ChunkCount; i++)
        {
            var (first, frames) = group.Chunk(i, section);
            var position = 0;
            while (Fill(piece, first, frames.Span, ref position))
            {
                await stream.WriteAsync(piece.WrittenMemory, cancellationToken);
                piece.Clear();
            }
        }

        await stream.WriteAsync(piece.WrittenMemory, cancellationToken);
    }

    /// <summary>Appends rows of a chunk; true when the piece is full, false when the chunk is done.</summary>
    private bool Fill(RowBinaryBuffer piece, ulong first, ReadOnlySpan<byte> frames, ref int position)
    {
        var reader = new FrameReader(frames, position);
        while (piece.Length < PieceSize)
        {
            if (!reader.TryRead(out _, out var row))
            {
                position = reader.Position;
                return false;
            }

            if (GroupContents.MonthOf(row) == month && (section == ChunkSection.Events || group.SessionEnds.Contains(row, _index)))
            {
                Append(piece, first, row);
                Written++;
            }

            _index++;
        }

        position = reader.Position;
        return true;
    }

    private void Append(RowBinaryBuffer piece, ulong first, ReadOnlySpan<byte> row)
    {
        var start = piece.Length;
        if (target.Projection is null)
        {
            piece.Raw(row);
        }
        else
        {
            target.Projection.Append(row, piece);
        }

        if (target.HasPosition)
        {
            piece.PatchUInt64(start, IngestPosition.At(first, BinaryPrimitives.ReadUInt64LittleEndian(row)));
        }
    }
}
