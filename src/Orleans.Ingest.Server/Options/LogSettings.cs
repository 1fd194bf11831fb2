namespace Orleans.Ingest.Server.Options;

/// <summary>Section <c>Ingest:Log</c>.</summary>
internal sealed class LogSettings
{
    /// <summary>Bytes that may wait for ClickHouse before events are refused with 503. Default 4 GiB; at least two segments.</summary>
    public long MaxBytes { get; set; } = 4L << 30;

    /// <summary>Bytes at which a segment is sealed before its time. Default 32 MiB; at least 1 MiB, at most 256 MiB.</summary>
    public long SegmentBytes { get; set; } = 32L << 20;
}
