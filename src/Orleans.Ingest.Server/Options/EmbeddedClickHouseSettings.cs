namespace Orleans.Ingest.Server.Options;

/// <summary>Section <c>Ingest:ClickHouse</c>.</summary>
internal sealed class EmbeddedClickHouseSettings
{
    /// <summary>Loopback port of the embedded ClickHouse. Default 8123; 0 = a free one that is not announced.</summary>
    public int HttpPort { get; set; } = 8123;

    /// <summary>In the role <c>clickhouse</c> started by itself: the user that may write. Default <c>default</c>.</summary>
    public string? Username { get; set; }

    /// <summary>In the role <c>clickhouse</c> started by itself: that user's password. Default none.</summary>
    public string? Password { get; set; }

    /// <summary>Days after which rows of <c>ingest_counters</c> go. Default none: never; at least 1.</summary>
    public int? CountersRetentionDays { get; set; }
}
