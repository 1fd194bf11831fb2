namespace Orleans.Ingest.ClickHouse;

/// <summary>Where ClickHouse is and how it is written to (<c>Ingest:ClickHouse</c>; the connection string is <c>ConnectionStrings:clickhouse</c>).</summary>
public sealed class ClickHouseOptions
{
    /// <summary>ClickHouse.Driver's form: <c>Host=…;Port=…;Database=…;Username=…;Password=…</c>. The tables are in its database, <c>default</c> otherwise. Not read in embedded mode.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>How long one try to insert a flush group may take. Default 20 s; from 1 to 25 s, since a delivery of the stream ends after 30 s and would begin again beside it.</summary>
    public TimeSpan InsertTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Name of the ClickHouse cluster on which the tables are made, replicated. Empty (the default) = one server, plain tables.</summary>
    public string Cluster { get; set; } = "";

    /// <summary>Days after which rows of <c>ingest_counters</c> go. Default null = never; at least 1.</summary>
    public int? CountersRetentionDays { get; set; }
}
