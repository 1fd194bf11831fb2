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
            var block = new NativeBlock(EventRow.Version1.Columns, name => name != missing?.Name);
            // What was sent before has left nothing behind.
            for (var times = 0; times < 2; times++)
            {
                block.Clear();
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
        var block = new NativeBlock(EventRow.Version1.Columns, _ => true);
        block.Add(Encoded(_pageview), position: 77);
        block.Add(Encoded(_pageview), position: ulong.MaxValue);
        Assert.Equal([77UL, ulong.MaxValue], DecodedBlock.Rows(EventRow.Version1.Columns, block).Select(row => row[RowLayout.PositionColumn]));

        // A table that has no such column gets none.
        var without = new NativeBlock(EventRow.Version1.Columns, name => name != RowLayout.PositionColumn);
        without.Add(Encoded(_pageview), position: 77);
        Assert.Equal("/a", DecodedBlock.Rows([.. EventRow.Version1.Columns.Skip(1)], without)[0]["pathname"]);
    }

    [Fact]
    public void A_block_is_full_after_some_rows_or_after_few_that_are_large()
    {
        var block = new NativeBlock(EventRow.Version1.Columns, _ => true);
        var row = Encoded(Samples.Pageview("/a"));
        for (var i = 0; i < NativeBlock.MaxRows; i++)
        {
            Assert.False(block.IsFull);
            block.Add(row);
        }

        Assert.True(block.IsFull);
        block.Clear();
        Assert.False(block.IsFull);
        var large = Encoded(_pageview with { Props = [new("author", new string('x', 100_000))] });
        for (var i = 0; i < 11; i++) block.Add(large);
        Assert.True(block.IsFull);
    }

    [Fact]
    public void Row_that_is_cut_off_anywhere_is_refused()
    {
        var row = Encoded(_pageview);
        for (var length = 0; length < row.Length; length++)
        {
            var block = new NativeBlock(EventRow.Version1.Columns, name => name != "acquisition_channel");
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
