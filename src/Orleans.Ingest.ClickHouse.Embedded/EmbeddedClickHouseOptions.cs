namespace Orleans.Ingest.ClickHouse.Embedded;

/// <summary>The <c>clickhouse</c> role: chDB behind ClickHouse's HTTP protocol. Section <c>Ingest:ClickHouse</c>.</summary>
public sealed class EmbeddedClickHouseOptions
{
    /// <summary>The configuration section these options are bound to.</summary>
    public const string Section = "Ingest:ClickHouse";

    /// <summary>The user that may write under a parent; its password is the parent's secret.</summary>
    public const string WriterName = "ingest";

    /// <summary>Where the database lives; made if missing. One process at a time. Default <c>data/clickhouse</c> under the working directory.</summary>
    public string DataDirectory { get; set; } = Path.Combine("data", "clickhouse");

    /// <summary>Port on 127.0.0.1, 0 to 65535. Default 8123, ClickHouse's own; 0 takes a free one.</summary>
    public int HttpPort { get; set; } = 8123;

    /// <summary>The user clients name. Default (null or empty) <c>default</c>.</summary>
    public string? Username { get; set; }

    /// <summary>That user's password. Default (null or empty) none, as a ClickHouse server out of the box.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// Started by a parent (set by it): the first line of standard input is the writer's secret, its end is the end of this
    /// process, everyone without the secret only reads, and SIGINT, SIGTERM and SIGHUP are left to the parent. Default false.
    /// </summary>
    public bool Supervised { get; set; }

    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(DataDirectory))
            throw new InvalidOperationException($"{Section}:DataDirectory is empty: name the directory the database shall live in, or leave the key out for data/clickhouse.");
        if (HttpPort is < 0 or > 65535)
            throw new InvalidOperationException($"{Section}:HttpPort is {HttpPort}: give a port of 1 to 65535, or 0 for a free one.");
    }
}
