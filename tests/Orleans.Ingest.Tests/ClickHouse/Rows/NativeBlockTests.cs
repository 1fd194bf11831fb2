using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.Pipeline.Events;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Rows;

public class NativeBlockTests
{
    private static readonly IngestEvent _pageview = Samples.Pageview("/a") with
    {
        Props = [new("author", new string('x', 300)), new("plan", "")],
        Revenue = new Revenue(12.5m, "EUR", null, ""),
    };

    [Fact]
    public void Rows_come_back_as_they_were_whichever_column_the_table_lacks()
    {
        byte[][] rows = [Encoded(_pageview), Encoded(Samples.Pageview("/b")), Encoded(_pageview with { Props = [new("a", "b")] })];
        foreach (var missing in EventRow.Version1.Columns.Prepend(null))
        {
            var kept = EventRow.Version1.Columns.Where(column => column != missing).ToList();
            // The second has memory that the first has left.
            for (var times = 0; times < 2; times++)
            {
                using var block = new NativeBlock(EventRow.Version1.Columns, name => name != missing?.Name);
                foreach (var row in rows) block.Add(row);
                Assert.Equal(rows.Length, block.Rows);
                var read = DecodedBlock.Rows(kept, block);
                for (var i = 0; i < rows.Length; i++)
                {
                    var whole = new DecodedRow(EventRow.Version1.Columns, rows[i]);
                    Assert.All(kept, column => Assert.Equal(whole[column.Name], read[i][column.Name]));
                }
            }
        }
    }

    [Fact]
    public void A_row_gets_its_position_in_the_place_of_its_index()
    {
        using var block = new NativeBlock(EventRow.Version1.Columns, _ => true);
        block.Add(Encoded(_pageview), position: 77);
        block.Add(Encoded(_pageview), position: ulong.MaxValue);
        Assert.Equal([77UL, ulong.MaxValue], DecodedBlock.Rows(EventRow.Version1.Columns, block).Select(row => row[RowLayout.PositionColumn]));

        // A table that has no such column gets none.
        using var without = new NativeBlock(EventRow.Version1.Columns, name => name != RowLayout.PositionColumn);
        without.Add(Encoded(_pageview), position: 77);
        Assert.Equal("/a", DecodedBlock.Rows([.. EventRow.Version1.Columns.Skip(1)], without)[0]["pathname"]);
    }

    [Fact]
    public void However_many_rows_there_are_they_are_one_block()
    {
        using var block = new NativeBlock(EventRow.Version1.Columns, _ => true);
        for (ulong i = 0; i < 20_000; i++) block.Add(Encoded(_pageview), position: i);
        var read = DecodedBlock.Rows(EventRow.Version1.Columns, block);
        Assert.Equal(20_000, read.Count);
        Assert.Equal(19_999UL, read[^1][RowLayout.PositionColumn]);
        Assert.Equal("/a", read[^1]["pathname"]);
    }

    [Fact]
    public void Without_rows_nothing_is_sent()
    {
        using var block = new NativeBlock(EventRow.Version1.Columns, _ => true);
        Assert.Empty(DecodedBlock.BytesOf(block));
    }

    [Fact]
    public void Row_that_is_cut_off_anywhere_is_refused()
    {
        var row = Encoded(_pageview);
        for (var length = 0; length < row.Length; length++)
        {
            using var block = new NativeBlock(EventRow.Version1.Columns, name => name != "acquisition_channel");
            Assert.Throws<InvalidDataException>(() => block.Add(row.AsSpan(0, length)));
        }
    }

    private static byte[] Encoded(IngestEvent e)
    {
        var buffer = new RowBinaryBuffer();
        EventRow.Write(buffer, e, Samples.Session(), indexInChunk: 3);
        return buffer.Written.ToArray();
    }
}
