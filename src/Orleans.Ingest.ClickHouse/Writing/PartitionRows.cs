using System.Buffers.Binary;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Schema;

namespace Orleans.Ingest.ClickHouse.Writing;

/// <summary>
/// A group's rows of one partition, with their positions, as the body of one insert: one block, which is in memory meanwhile, as large as the group. Of session rows only the
/// <see cref="SessionEnds"/>.
/// </summary>
internal sealed class PartitionRows(GroupContents group, ChunkSection section, int month, RowTarget target)
{
    /// <summary>Rows written.</summary>
    public long Written { get; private set; }

    public async Task WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var block = target.NewBlock();
        var index = 0;
        foreach (var chunk in group.Chunks(section)) Add(block, chunk, ref index);
        Written = block.Rows;
        await block.WriteToAsync(stream, cancellationToken);
    }

    private void Add(NativeBlock block, (ulong FirstPosition, ReadOnlyMemory<byte> Frames) chunk, ref int index)
    {
        var reader = new FrameReader(chunk.Frames.Span);
        for (; reader.TryRead(out _, out var row); index++)
        {
            if (GroupContents.MonthOf(row) != month || (section == ChunkSection.Sessions && !group.SessionEnds.Contains(row, index))) continue;
            block.Add(row, IngestPosition.At(chunk.FirstPosition, BinaryPrimitives.ReadUInt64LittleEndian(row)));
        }
    }
}
