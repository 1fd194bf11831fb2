namespace Orleans.Ingest.Server.Options;

/// <summary>What the program itself needs to know, from the section <c>Ingest</c>.</summary>
internal sealed class IngestOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Ingest";

    /// <summary><c>embedded</c> (default): one command, everything local. <c>cluster</c>: silos and front ends over Redis and a ClickHouse server.</summary>
    public string Mode { get; set; } = "embedded";

    /// <summary><c>all</c> (default), <c>silo</c>, <c>web</c>, or <c>clickhouse</c>: only the embedded ClickHouse behind ClickHouse's HTTP protocol.</summary>
    public string Role { get; set; } = "all";

    /// <summary>Where everything local is kept. Default: <c>data</c> under the current directory.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>Key of the Sites API, at least 16 characters. Default in embedded mode: one that the first start makes; required in cluster mode.</summary>
    public string? AdminKey { get; set; }

    /// <summary>
    /// Whether the front ends serve the Orleans dashboard, at <c>/dashboard</c>, behind the admin key. Default false: it times each grain call. The same for
    /// all members of a cluster.
    /// </summary>
    public bool Dashboard { get; set; }

    /// <summary>
    /// Whether silos are pods of a Kubernetes cluster, which then tells them their names and addresses, and who is gone. Default false.
    /// </summary>
    public bool Kubernetes { get; set; }

    /// <summary>Where Prometheus scrapes.</summary>
    public MetricsSettings Metrics { get; set; } = new();

    /// <summary>Path of a GeoLite2 or GeoIP2 City file (.mmdb). Default: none, and countries stay empty.</summary>
    public string? GeoDatabase { get; set; }

    /// <summary>Domain of the site that the very first start makes. Default <c>localhost</c>; empty for none.</summary>
    public string FirstSite { get; set; } = "localhost";

    /// <summary>How often events are written to ClickHouse. Default 1 second; 50 ms to 1 minute.</summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Lists of addresses by class.</summary>
    public IpListSettings IpLists { get; set; } = new();

    /// <summary>The embedded ClickHouse.</summary>
    public EmbeddedClickHouseSettings ClickHouse { get; set; } = new();

    /// <summary>The local event log.</summary>
    public LogSettings Log { get; set; } = new();
}
