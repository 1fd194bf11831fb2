using System.Globalization;
using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>
/// A dropped event that is kept, on its way through the log, and its row of <c>ingest_quarantine</c>. In the log it rides as a counter's row of the minute 0, as the contexts of
/// <see cref="TraceRows"/> do, with the table's row behind a name: so it shares the appends, groups and inserts of events. The two lists below belong together.
/// </summary>
public static class QuarantineRow
{
    internal const string Table = "ingest_quarantine";

    internal static readonly RowLayout Version1 = new(Table, "received_at",
    [
        RowColumn.UInt64("site_id"), RowColumn.Time("received_at"), RowColumn.UInt64("id_high"), RowColumn.UInt64("id_low"),
        RowColumn.Text("domain"), RowColumn.Texts("matched"), RowColumn.Texts("address_marks"), RowColumn.UInt64("previous_user_id"),
        RowColumn.Time("timestamp"), RowColumn.UInt64("user_id"),
        .. EventColumns.Version1, .. VisitColumns.Version1,
    ]);

    private const string MetricText = "quarantine";
    private const int RowAt = CounterRow.MinuteSize + 1 + 10;

    private static ReadOnlySpan<byte> Metric => "quarantine"u8;

    /// <summary>The framed row of an event; <see cref="PayloadOf"/> makes a payload of some.</summary>
    public static byte[] Encode(KeptEvent kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        var to = new RowBinaryBuffer(1024);
        var frame = to.BeginFrame();
        to.UInt32(CounterRow.NoMinute);
        to.String(MetricText);
        Write(to, kept);
        to.EndFrame(frame);
        return to.Written.ToArray();
    }

    /// <summary>The payload of some framed rows, one after the other.</summary>
    public static byte[] PayloadOf(ReadOnlySpan<byte> frames) => [ChunkPayloadWriter.SchemaVersion, .. frames];

    /// <summary>The framed rows of a payload; empty when it is of another version.</summary>
    public static ReadOnlySpan<byte> FramesOf(ReadOnlySpan<byte> payload) => payload is [ChunkPayloadWriter.SchemaVersion, ..] ? payload[1..] : [];

    /// <summary>Where the table's row begins in a row of the minute 0; -1 when it is none of these.</summary>
    internal static int Find(ReadOnlySpan<byte> row) => row.Length > RowAt && row[CounterRow.MinuteSize] == Metric.Length && row[(CounterRow.MinuteSize + 1)..].StartsWith(Metric) ? RowAt : -1;

    private static void Write(RowBinaryBuffer to, KeptEvent kept)
    {
        var (e, dropped) = (kept.Dropped.Event, kept.Dropped);
        to.UInt64(e.SiteId);
        to.DateTime(kept.ReceivedAt);
        to.UInt64(kept.Id.High);
        to.UInt64(kept.Id.Low);
        to.String(kept.Domain);
        to.Number((uint)dropped.Matched.Length);
        foreach (var reason in dropped.Matched) to.String(reason.Text());
        to.Number((uint)dropped.AddressMarks.Length);
        foreach (var mark in dropped.AddressMarks) to.String(mark.ToString("x4", CultureInfo.InvariantCulture));
        to.UInt64(dropped.PreviousUserId);
        to.DateTime(e.Timestamp);
        to.UInt64(e.UserId);
        EventColumns.Write(to, e);
        VisitColumns.Write(to, e.Visit);
    }
}
