using System.Buffers.Binary;
using System.Text;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.Pipeline;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Rows;

/// <summary>Reads a block of the format Native back, as rows: what a server would read.</summary>
internal static class DecodedBlock
{
    /// <summary>The rows of a block that has some columns of a layout.</summary>
    /// <param name="columns">Those that the block is to have, in its order.</param>
    /// <param name="block">The block.</param>
    public static List<DecodedRow> Rows(IReadOnlyList<RowColumn> columns, NativeBlock block)
    {
        ReadOnlySpan<byte> rest = BytesOf(block);
        Assert.Equal(columns.Count, Count(ref rest));
        var rows = new byte[Count(ref rest)][];
        Array.Fill(rows, []);
        foreach (var column in columns)
        {
            Assert.Equal((column.Name, column.Type), (Text(ref rest), Text(ref rest)));
            var before = column.Form is WireForm.StringArray or WireForm.Nullable ? Take(ref rest, rows.Length * (column.Form == WireForm.Nullable ? 1 : 8)) : [];
            ulong end = 0;
            for (var i = 0; i < rows.Length; i++) rows[i] = [.. rows[i], .. ValueOf(column, before, i, ref rest, ref end)];
        }

        Assert.True(rest.IsEmpty, $"{rest.Length} bytes follow the last column.");
        return [.. rows.Select(row => new DecodedRow(columns, row))];
    }

    /// <summary>What is sent.</summary>
    public static byte[] BytesOf(NativeBlock block)
    {
        var stream = new MemoryStream();
        Assert.True(block.WriteToAsync(stream, CancellationToken.None).IsCompletedSuccessfully);
        return stream.ToArray();
    }

    // In the form that a row has it.
    private static byte[] ValueOf(RowColumn column, scoped ReadOnlySpan<byte> before, int row, ref ReadOnlySpan<byte> rest, ref ulong end)
    {
        switch (column.Form)
        {
            case WireForm.Nullable:
                var value = Take(ref rest, column.Size);
                return before[row] == 0 ? [0, .. value] : [1];
            case WireForm.StringArray:
                var from = end;
                end = BinaryPrimitives.ReadUInt64LittleEndian(before[(row * 8)..]);
                var items = new ByteBuffer(16);
                items.Number(end - from);
                for (; from < end; from++) items.Text(Text(ref rest));
                return items.Written.ToArray();
            case WireForm.String:
                var text = new ByteBuffer(16);
                text.Text(Text(ref rest));
                return text.Written.ToArray();
            default:
                return Take(ref rest, column.Size).ToArray();
        }
    }

    private static string Text(ref ReadOnlySpan<byte> rest) => Encoding.UTF8.GetString(Take(ref rest, Count(ref rest)));

    private static int Count(ref ReadOnlySpan<byte> rest)
    {
        var position = 0;
        var count = WireValue.ReadCount(rest, ref position);
        rest = rest[position..];
        return count;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int count)
    {
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
