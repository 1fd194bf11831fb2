namespace Orleans.Ingest.ClickHouse;

/// <summary>Where ClickHouse is and how it is written to (<c>Ingest:ClickHouse</c>; the connection string is <c>ConnectionStrings:clickhouse</c>).</summary>
public sealed class ClickHouseOptions
{
    /// <summary>
    /// ClickHouse.Driver's form: <c>Host=…;Port=…;Database=…;Username=…;Password=…</c>. The tables are in its database, <c>default</c> otherwise. Several hosts,
    /// <c>Host=a,b:8124</c>, are replicas (see <see cref="Cluster"/>): one that answers is written to. Not read in embedded mode.
    /// </summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>How long one try to insert a flush group may take. Default 20 s; from 1 to 25 s, since a delivery of the stream ends after 30 s and would begin again beside it.</summary>
    public TimeSpan InsertTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Name of the ClickHouse cluster (of one shard) on which the tables are made, replicated. Empty (the default) = one server, plain tables.</summary>
    public string Cluster { get; set; } = "";

    /// <summary>
    /// Replicas that must have a flush group before it leaves the event log: a number, or <c>auto</c> for most of them. Default <c>auto</c> with a
    /// <see cref="Cluster"/>; 1 waits for none but the one that is written to. Without a cluster it has no meaning.
    /// </summary>
    public string InsertQuorum { get; set; } = "auto";

    /// <summary>Inserts whose tokens the tables made here remember, in parts. Default 10,000, which is more than an hour of groups; at least 1,000.</summary>
    public int DeduplicationWindow { get; set; } = 10_000;

    /// <summary>How long replicated tables made here remember a token. Default 7 days, to outlive an outage; at least an hour.</summary>
    public TimeSpan DeduplicationTime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Days after which rows of <c>ingest_counters</c> go. Default null = never; at least 1.</summary>
    public int? CountersRetentionDays { get; set; }
}
