CREATE TABLE IF NOT EXISTS events_v2 {on_cluster}
(
    timestamp                   DateTime CODEC(Delta(4), LZ4),
    name                        LowCardinality(String),
    site_id                     UInt64,
    user_id                     UInt64,
    session_id                  UInt64,
    hostname                    String CODEC(ZSTD(3)),
    pathname                    String CODEC(ZSTD(3)),
    referrer                    String CODEC(ZSTD(3)),
    referrer_source             String CODEC(ZSTD(3)),
    country_code                FixedString(2),
    screen_size                 LowCardinality(String),
    operating_system            LowCardinality(String),
    browser                     LowCardinality(String),
    utm_medium                  String CODEC(ZSTD(3)),
    utm_source                  String CODEC(ZSTD(3)),
    utm_campaign                String CODEC(ZSTD(3)),
    `meta.key`                  Array(String) CODEC(ZSTD(3)),
    `meta.value`                Array(String) CODEC(ZSTD(3)),
    browser_version             LowCardinality(String),
    operating_system_version    LowCardinality(String),
    subdivision1_code           LowCardinality(String),
    subdivision2_code           LowCardinality(String),
    city_geoname_id             UInt32,
    utm_content                 String CODEC(ZSTD(3)),
    utm_term                    String CODEC(ZSTD(3)),
    revenue_reporting_amount    Nullable(Decimal64(3)),
    revenue_reporting_currency  FixedString(3),
    revenue_source_amount       Nullable(Decimal64(3)),
    revenue_source_currency     FixedString(3),
    click_id_param              LowCardinality(String),
    scroll_depth                UInt8,
    engagement_time             UInt32,
    tracker_script_version      UInt16,
    interactive                 UInt8,
    acquisition_channel         LowCardinality(String),
    channel                     LowCardinality(String),
    ingest_position             UInt64 CODEC(Delta(8), LZ4),

    source      String                  ALIAS referrer_source,
    device      LowCardinality(String)  ALIAS screen_size,
    screen      LowCardinality(String)  ALIAS screen_size,
    os          LowCardinality(String)  ALIAS operating_system,
    os_version  LowCardinality(String)  ALIAS operating_system_version,
    country     FixedString(2)          ALIAS country_code,
    region      LowCardinality(String)  ALIAS subdivision1_code,
    city        UInt32                  ALIAS city_geoname_id,

    -- The writer looks for a group's positions right before it inserts: old parts and granules are skipped.
    INDEX ingest_position_range ingest_position TYPE minmax GRANULARITY 1
)
ENGINE = {replicated}MergeTree
PARTITION BY toYYYYMM(timestamp)
PRIMARY KEY (site_id, toDate(timestamp), name, user_id)
ORDER BY (site_id, toDate(timestamp), name, user_id, timestamp)
SAMPLE BY user_id
SETTINGS index_granularity = 8192, {deduplication_window}, fsync_after_insert = 1, fsync_part_directory = 1
