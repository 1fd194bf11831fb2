using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Writing;
using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Grains.Quarantine;
using Orleans.Ingest.Pipeline.Events;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Rows;

public sealed class QuarantineRowTests
{
    private static readonly KeptEvent _kept = new(new(1, 2), Samples.Noon, "example.com", new(Samples.Pageview("/a"), 5, [DropReason.Bot], [0x2b]));

    [Fact]
    public void Kept_events_ride_in_the_log_and_no_table_of_events_or_counts_sees_them()
    {
        var rows = new KeptRows();
        Assert.True(rows.TryAdd(_kept));
        Assert.True(rows.TryAdd(_kept with { Id = new(3, 4) }));
        var payload = rows.Take()!;
        Assert.True(rows.IsEmpty);
        Assert.Empty(TraceRows.Decode([payload]));
        var totals = new CounterTotals();
        totals.Add(ChunkPayload.RowsOf(payload, ChunkPayloadWriter.SchemaVersion));
        Assert.Equal((0, 0, 0, 2), (totals.Count, totals.Canaries.Count, totals.ClientIds.Count, totals.Kept.Count));
        // A whole row of the table: it can be stepped over to its end.
        using var block = new NativeBlock(QuarantineRow.Version1.Columns, _ => true);
        block.Add(totals.Kept[0].Span);
    }

    [Fact]
    public void Every_column_of_an_event_is_kept_but_what_it_has_from_the_log_and_its_session() =>
        Assert.Empty(EventRow.Version1.Columns.Where(column => column.Name is not (RowLayout.PositionColumn or "session_id")).Except(QuarantineRow.Version1.Columns));

    [Fact]
    public void What_could_not_be_appended_waits_again_and_too_much_is_forgotten()
    {
        var rows = new KeptRows();
        rows.TryAdd(_kept);
        Assert.True(rows.TryAddPayload(rows.Take()));
        Assert.False(rows.IsEmpty);
        var large = _kept with { Dropped = _kept.Dropped with { Event = _kept.Dropped.Event with { Pathname = new string('a', KeptRows.MostBytes / 2) } } };
        Assert.True(rows.TryAdd(large));
        Assert.False(rows.TryAdd(large));
    }
}
