using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.Pipeline.Events;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Rows;

public class RowProjectionTests
{
    [Fact]
    public void Any_column_can_be_left_out_and_the_others_stay()
    {
        var row = EncodedEvent();
        var whole = new DecodedRow(EventRow.Version1.Columns, row.Written);
        foreach (var missing in EventRow.Version1.Columns)
        {
            var kept = EventRow.Version1.Columns.Where(column => column != missing).ToList();
            var projected = new RowBinaryBuffer();
            new RowProjection(EventRow.Version1.Columns, name => name != missing.Name).Append(row.Written, projected);

            var read = new DecodedRow(kept, projected.Written);
            Assert.All(kept, column => Assert.Equal(whole[column.Name], read[column.Name]));
        }
    }

    [Fact]
    public void Row_that_is_cut_off_anywhere_is_refused()
    {
        var row = EncodedEvent();
        var projection = new RowProjection(EventRow.Version1.Columns, name => name != "acquisition_channel");
        for (var length = 0; length < row.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => projection.Append(row.Written[..length], new RowBinaryBuffer()));
        }
    }

    private static RowBinaryBuffer EncodedEvent()
    {
        var buffer = new RowBinaryBuffer();
        var pageview = Samples.Pageview("/a") with
        {
            Props = [new("author", new string('x', 300)), new("plan", "")],
            Revenue = new Revenue(12.5m, "EUR", null, ""),
        };
        EventRow.Write(buffer, pageview, Samples.Session(), indexInChunk: 3);
        return buffer;
    }
}
