using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Writing;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Rows;

public sealed class TraceRowsTests
{
    private const string One = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const string Two = "00-1af7651916cd43dd8448eb211c80319c-c7ad6b7169203331-01";

    [Fact]
    public void Contexts_come_out_of_the_log_as_they_went_in() => Assert.Equal([One, Two], TraceRows.Decode([Drops(), TraceRows.Encode([One, Two])]));

    [Fact]
    public void No_table_sees_them()
    {
        var totals = new CounterTotals();
        totals.Add(ChunkPayload.RowsOf(TraceRows.Encode([One, Two]), ChunkPayloadWriter.SchemaVersion));
        Assert.Equal(0, totals.Count);
        totals.Add(ChunkPayload.RowsOf(Drops(), ChunkPayloadWriter.SchemaVersion));
        Assert.Equal(1, totals.Count);
    }

    [Fact]
    public void What_is_damaged_holds_none() => Assert.Empty(TraceRows.Decode([new byte[] { 1, 255, 0, 0, 0 }, ReadOnlyMemory<byte>.Empty]));

    private static byte[] Drops()
    {
        var drops = new CounterPayloadWriter();
        drops.Add(Samples.Noon, "dropped_bot", 7, "example.org", 12, 2);
        return drops.ToPayload();
    }
}
