CREATE TABLE IF NOT EXISTS ingest_quarantine {on_cluster}
(
    site_id                     UInt64,
    received_at                 DateTime,
    id_high                     UInt64,
    id_low                      UInt64,
    domain                      LowCardinality(String),
    matched                     Array(String),
    address_marks               Array(String),
    previous_user_id            UInt64,
    timestamp                   DateTime,
    user_id                     UInt64,
    name                        LowCardinality(String),
    hostname                    String CODEC(ZSTD(3)),
    pathname                    String CODEC(ZSTD(3)),
    `meta.key`                  Array(String) CODEC(ZSTD(3)),
    `meta.value`                Array(String) CODEC(ZSTD(3)),
    scroll_depth                UInt8,
    engagement_time             UInt32,
    tracker_script_version      UInt16,
    interactive                 UInt8,
    revenue_reporting_amount    Nullable(Decimal64(3)),
    revenue_reporting_currency  FixedString(3),
    revenue_source_amount       Nullable(Decimal64(3)),
    revenue_source_currency     FixedString(3),
    referrer                    String CODEC(ZSTD(3)),
    referrer_source             String CODEC(ZSTD(3)),
    utm_medium                  String CODEC(ZSTD(3)),
    utm_source                  String CODEC(ZSTD(3)),
    utm_campaign                String CODEC(ZSTD(3)),
    utm_content                 String CODEC(ZSTD(3)),
    utm_term                    String CODEC(ZSTD(3)),
    click_id_param              LowCardinality(String),
    acquisition_channel         LowCardinality(String),
    country_code                FixedString(2),
    subdivision1_code           LowCardinality(String),
    subdivision2_code           LowCardinality(String),
    city_geoname_id             UInt32,
    screen_size                 LowCardinality(String),
    operating_system            LowCardinality(String),
    operating_system_version    LowCardinality(String),
    browser                     LowCardinality(String),
    browser_version             LowCardinality(String)
)
ENGINE = {replicated}MergeTree
ORDER BY (site_id, received_at, id_high, id_low)
-- Statements ask for the last 24 hours themselves: a merge removes rows within an hour after that.
TTL received_at + toIntervalHour(24)
SETTINGS index_granularity = 8192, merge_with_ttl_timeout = 3600, {deduplication_window}, fsync_after_insert = 1, fsync_part_directory = 1
