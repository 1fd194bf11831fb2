CREATE TABLE IF NOT EXISTS ingest_counters {on_cluster}
(
    event_timebucket        DateTime CODEC(Delta(4), LZ4),
    metric                  LowCardinality(String),
    site_id                 Nullable(UInt64),
    domain                  LowCardinality(String),
    tracker_script_version  UInt16,
    value                   UInt64
)
ENGINE = {replicated}SummingMergeTree(value)
ORDER BY (domain, toDate(event_timebucket), metric, toStartOfMinute(event_timebucket), tracker_script_version)
SETTINGS index_granularity = 8192, {deduplication_window}, fsync_after_insert = 1, fsync_part_directory = 1
