using System.Buffers.Binary;

namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>
/// A canary of a front end on its way through the log, and its row of <c>ingest_canaries</c>. In the log it rides as a counter's row of the minute 0, as the contexts of
/// <see cref="TraceRows"/> do: it shares the appends, groups and inserts of events, and is in no table of theirs.
/// </summary>
public static class CanaryRow
{
    internal const string Table = "ingest_canaries";

    internal static readonly RowLayout Version1 = new(Table, "sent_at", [RowColumn.UInt64("front_end"), new("sent_at", "DateTime64(3)", WireForm.Fixed, 8)]);

    private const string MetricText = "canary";
    private const int FrontEndAt = CounterRow.MinuteSize + 1 + 6 + 1;
    private const int Length = FrontEndAt + 8 + 1 + 2 + CounterRow.ValueSize;

    private static ReadOnlySpan<byte> Metric => "canary"u8;

    /// <summary>The payload of some canaries: each its front end, and when it was sent, UTC.</summary>
    public static byte[] Encode(IReadOnlyCollection<(ulong FrontEnd, DateTime SentAt)> canaries)
    {
        ArgumentNullException.ThrowIfNull(canaries);
        var rows = new RowBinaryBuffer(64);
        foreach (var (frontEnd, sentAt) in canaries)
        {
            var frame = rows.BeginFrame();
            var milliseconds = (ulong)((sentAt - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond);
            CounterRow.Write(rows, CounterRow.NoMinute, MetricText, frontEnd, domain: "", scriptVersion: 0, milliseconds);
            rows.EndFrame(frame);
        }

        return [ChunkPayloadWriter.SchemaVersion, .. rows.Written];
    }

    /// <summary>Reads a row of the minute 0; false when it is none of these.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> row, out (ulong FrontEnd, ulong SentAt) canary)
    {
        canary = default;
        if (row.Length != Length || row[CounterRow.MinuteSize] != Metric.Length || !row[(CounterRow.MinuteSize + 1)..].StartsWith(Metric)) return false;
        canary = (BinaryPrimitives.ReadUInt64LittleEndian(row[FrontEndAt..]), BinaryPrimitives.ReadUInt64LittleEndian(row[^CounterRow.ValueSize..]));
        return true;
    }
}
