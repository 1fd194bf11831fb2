CREATE TABLE IF NOT EXISTS ingest_canaries {on_cluster}
(
    front_end   UInt64,
    sent_at     DateTime64(3),
    arrived_at  DateTime64(3) DEFAULT now64(3)
)
ENGINE = {replicated}MergeTree
ORDER BY (front_end, sent_at)
TTL toDateTime(sent_at) + toIntervalDay(7)
SETTINGS index_granularity = 8192, {deduplication_window}, fsync_after_insert = 1, fsync_part_directory = 1
