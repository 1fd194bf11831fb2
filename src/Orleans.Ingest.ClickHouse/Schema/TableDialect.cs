namespace Orleans.Ingest.ClickHouse.Schema;

/// <summary>Fills the places in a migration: plain tables on one server, replicated ones on a cluster.</summary>
internal sealed class TableDialect(ClickHouseOptions options)
{
    private readonly bool _isReplicated = options.Cluster.Length > 0;

    /// <summary>Where a statement takes place.</summary>
    public string OnCluster { get; } = options.Cluster.Length > 0 ? $"ON CLUSTER '{options.Cluster}'" : "";

    /// <summary>
    /// Settings of a statement that changes tables. A replica that is down does what it was told as soon as it is back: nobody waits for it, or a silo could not start
    /// meanwhile.
    /// </summary>
    public IReadOnlyDictionary<string, object> Settings { get; } = options.Cluster.Length > 0
        ? new Dictionary<string, object> { ["distributed_ddl_task_timeout"] = 30, ["distributed_ddl_output_mode"] = "null_status_on_timeout" }
        : new Dictionary<string, object>();

    /// <summary>The statement for these servers.</summary>
    public string Fill(string sql) => sql
        .Replace("{on_cluster}", OnCluster)
        .Replace("{replicated}", _isReplicated ? "Replicated" : "")
        .Replace("{deduplication_window}", _isReplicated
            // A token must outlive an outage of ClickHouse, not only the hour that replicated tables give it.
            ? FormattableString.Invariant($"replicated_deduplication_window = {options.DeduplicationWindow}, replicated_deduplication_window_seconds = {(long)options.DeduplicationTime.TotalSeconds}")
            : FormattableString.Invariant($"non_replicated_deduplication_window = {options.DeduplicationWindow}"));
}
