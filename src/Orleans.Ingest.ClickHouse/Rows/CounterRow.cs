using System.Buffers.Binary;

namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>
/// A row of <c>ingest_counters</c>, as RowBinary: everything but the last eight bytes is what is counted, those are how many. So equal things are found,
/// and added up, by comparing bytes.
/// </summary>
internal static class CounterRow
{
    public const string Table = "ingest_counters";

    /// <summary>The metric of an event that was stored.</summary>
    public const string Buffered = "buffered";

    /// <summary>The metric of an event that was stored and has been deleted since; its minute is the event's own.</summary>
    public const string Deleted = "deleted";

    /// <summary>Begins the metric of an event that was dropped by a rule, counted so, and stored since; the rule's name follows, and its minute is the event's own.</summary>
    public const string Released = "released_";

    /// <summary>The minute of a row that counts nothing and only rides along in the log: a <see cref="TraceRows"/>, a <see cref="ClientIdRow"/>, a <see cref="CanaryRow"/> or a <see cref="QuarantineRow"/>. No count has it.</summary>
    public const uint NoMinute = 0;

    /// <summary>Bytes of the minute at the beginning of a row.</summary>
    public const int MinuteSize = sizeof(uint);

    /// <summary>Bytes of the value at the end of a row.</summary>
    public const int ValueSize = 8;

    public static readonly RowLayout Version1 = new(Table, "event_timebucket",
    [
        RowColumn.Time("event_timebucket"), RowColumn.Text("metric"), new("site_id", "Nullable(UInt64)", WireForm.Nullable, 8),
        RowColumn.Text("domain"), RowColumn.UInt16("tracker_script_version"), RowColumn.UInt64("value"),
    ]);

    public static void Write(RowBinaryBuffer to, uint minute, string metric, ulong? siteId, string domain, ushort scriptVersion, ulong value)
    {
        to.UInt32(minute);
        to.String(metric);
        to.Byte(siteId is null);
        if (siteId is { } id)
        {
            to.UInt64(id);
        }

        to.String(domain);
        to.UInt16(scriptVersion);
        to.UInt64(value);
    }

    /// <summary>Whether a row counts nothing, and never reaches the table.</summary>
    public static bool IsRider(ReadOnlySpan<byte> row) => row.Length > MinuteSize && BinaryPrimitives.ReadUInt32LittleEndian(row) == NoMinute;

    public static uint MinuteOf(DateTime time)
    {
        var seconds = UnixSeconds.Of(time);
        return seconds - (seconds % UnixSeconds.PerMinute);
    }
}
