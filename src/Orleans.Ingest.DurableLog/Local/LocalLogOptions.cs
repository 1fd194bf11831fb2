namespace Orleans.Ingest.DurableLog.Local;

/// <summary>Settings of the log in local files.</summary>
public sealed class LocalLogOptions
{
    /// <summary>Where the log's files lie. No default.</summary>
    public string Directory { get; set; } = "";

    /// <summary>Bytes at which a segment is sealed before its time. Default 32 MiB; a segment is one flush group.</summary>
    public long SegmentBytes { get; set; } = 32L << 20;

    /// <summary>Bytes that may wait for ClickHouse before events are refused with 503. Default 4 GiB; at least two segments.</summary>
    public long MaxBytes { get; set; } = 4L << 30;

    /// <summary>Age at which a segment becomes a flush group, while deliveries are short: see <see cref="FlushPace"/>. Default 1 second.</summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A segment that has grown this large is of a busy log, and gets room ahead: see <see cref="OpenSegment"/>. A small one would cost more to write than it saves.</summary>
    internal int BusyBytes { get; init; } = 256 << 10;

    /// <summary>Bytes of room that are made at a time. Default and most 1 MiB.</summary>
    internal int RoomBytes { get; init; } = MostRoomBytes;

    /// <summary>See <see cref="RoomBytes"/>.</summary>
    internal const int MostRoomBytes = 1 << 20;
}
