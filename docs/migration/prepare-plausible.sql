-- Once, on a database that Plausible made and this service writes to: an insert that is repeated after a failure is then recognised. Plausible names the
-- columns that it writes and reads, so one more does not disturb it.
ALTER TABLE events_v2 ADD COLUMN IF NOT EXISTS ingest_position UInt64, ADD INDEX IF NOT EXISTS ingest_position_range ingest_position TYPE minmax GRANULARITY 1;
ALTER TABLE sessions_v2 ADD COLUMN IF NOT EXISTS ingest_position UInt64, ADD INDEX IF NOT EXISTS ingest_position_range ingest_position TYPE minmax GRANULARITY 1;
ALTER TABLE events_v2 MODIFY SETTING non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;
ALTER TABLE sessions_v2 MODIFY SETTING non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;
ALTER TABLE ingest_counters MODIFY SETTING non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;
