using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Writing;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Rows;

public sealed class CanaryRowTests
{
    [Fact]
    public void Canaries_come_out_of_the_log_as_they_went_in_and_no_table_of_events_sees_them()
    {
        var totals = new CounterTotals();
        var payload = CanaryRow.Encode([(7, Samples.Noon), (ulong.MaxValue, Samples.Noon.AddMilliseconds(5))]);
        totals.Add(ChunkPayload.RowsOf(payload, ChunkPayloadWriter.SchemaVersion));
        Assert.Equal(0, totals.Count);
        var noon = (ulong)(Samples.Noon - DateTime.UnixEpoch).TotalMilliseconds;
        Assert.Equal([(7, noon), (ulong.MaxValue, noon + 5)], totals.Canaries);
    }

    [Fact]
    public void They_are_no_traces_and_no_clients_ids()
    {
        var payload = CanaryRow.Encode([(7, Samples.Noon)]);
        Assert.Empty(TraceRows.Decode([payload]));
        var totals = new CounterTotals();
        totals.Add(ChunkPayload.RowsOf(payload, ChunkPayloadWriter.SchemaVersion));
        Assert.Empty(totals.ClientIds);
    }
}
