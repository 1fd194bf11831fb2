namespace Orleans.Ingest.ClickHouse.Schema;

/// <summary>Fills the places in a migration: plain tables on one server, replicated ones on a cluster.</summary>
internal sealed class TableDialect(string cluster)
{
    /// <summary>Parts whose tokens a table remembers: hours of flush groups.</summary>
    public const int DeduplicationWindow = 10_000;

    // A token must outlive an outage of ClickHouse, not only the hour that replicated tables give it.
    private const int DeduplicationSeconds = 7 * 24 * 3600;

    private readonly bool _replicated = cluster.Length > 0;

    public string OnCluster { get; } = cluster.Length > 0 ? $"ON CLUSTER '{cluster}'" : "";

    public string Fill(string sql) => sql
        .Replace("{on_cluster}", OnCluster)
        .Replace("{replicated}", _replicated ? "Replicated" : "")
        .Replace("{deduplication_window}", _replicated
            ? $"replicated_deduplication_window = {DeduplicationWindow}, replicated_deduplication_window_seconds = {DeduplicationSeconds}"
            : $"non_replicated_deduplication_window = {DeduplicationWindow}");
}
