namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Dashboard;

/// <summary>
/// A database of the shape that Plausible's migrations of June 2026 leave behind: every column with its type, codec and kind, in their order, the indexes and the
/// engines. What a MATERIALIZED or ALIAS column is calculated by has the same form (functions over dictionaries over tables) and data of its own.
/// </summary>
internal static class PlausibleTables
{
    private const string Long = "CODEC(ZSTD(3))";
    private const string Few = "LowCardinality(String)";
    private const string Settings = "SETTINGS index_granularity = 8192";

    private static readonly string _place =
        """
        country_name String ALIAS dictGet('location_data_dict', 'name', tuple('country', country_code)),
        region_name String ALIAS dictGet('location_data_dict', 'name', tuple('subdivision', subdivision1_code)),
        city_name String ALIAS dictGet('location_data_dict', 'name', tuple('city', city_geoname_id)),
        """;

    private static readonly string _short =
        $"""
        source String ALIAS referrer_source, device {Few} ALIAS screen_size, screen {Few} ALIAS screen_size, os {Few} ALIAS operating_system, os_version {Few} ALIAS operating_system_version,
        country LowCardinality(FixedString(2)) ALIAS country_code, region {Few} ALIAS subdivision1_code, city UInt32 ALIAS city_geoname_id,
        """;

    private static readonly string _channel = $"{Few} MATERIALIZED acquisition_channel(referrer_source, utm_medium, utm_campaign, utm_source, click_id_param)";

    /// <summary>Makes the database with everything in it.</summary>
    public static async Task CreateAsync(TestDatabase database)
    {
        await database.CreateAsync();
        foreach (var statement in (string[])[.. Places(), .. Channels(), Events, Sessions, Counters, CountersByDay]) await database.ExecuteAsync(statement);
    }

    private static string[] Places() =>
    [
        $"CREATE TABLE location_data (type {Few}, id String, name String) ENGINE = MergeTree ORDER BY (type, id) SETTINGS index_granularity = 128",
        "INSERT INTO location_data VALUES ('country', 'DE', 'Germany'), ('subdivision', 'DE-BE', 'Land Berlin'), ('city', '2950159', 'Berlin')",
        "CREATE DICTIONARY location_data_dict (type String, id String, name String) PRIMARY KEY type, id SOURCE(CLICKHOUSE(TABLE location_data DB currentDatabase())) LIFETIME(0) LAYOUT(complex_key_cache(size_in_cells 500000))",
    ];

    private static string[] Channels() =>
    [
        $"CREATE TABLE acquisition_channel_source_category (referrer_source String, category {Few}) ENGINE = MergeTree ORDER BY referrer_source {Settings}",
        "INSERT INTO acquisition_channel_source_category VALUES ('google', 'search'), ('facebook', 'social'), ('chatgpt', 'assistant')",
        "CREATE DICTIONARY acquisition_channel_source_category_dict (referrer_source String, category String) PRIMARY KEY referrer_source SOURCE(CLICKHOUSE(TABLE acquisition_channel_source_category DB currentDatabase())) LIFETIME(0) LAYOUT(complex_key_hashed())",
        "CREATE OR REPLACE FUNCTION acquisition_channel_category AS referrer_source -> dictGet('acquisition_channel_source_category_dict', 'category', tuple(referrer_source))",
        """
        CREATE OR REPLACE FUNCTION acquisition_channel AS (referrer_source, utm_medium, utm_campaign, utm_source, click_id_param) -> multiIf(
            lower(referrer_source) = 'google' AND click_id_param = 'gclid', 'Paid Search',
            acquisition_channel_category(lower(referrer_source)) = 'search', 'Organic Search',
            acquisition_channel_category(lower(referrer_source)) = 'social', 'Organic Social',
            acquisition_channel_category(lower(referrer_source)) = 'assistant', 'AI Assistants',
            lower(utm_medium) = 'email', 'Email',
            referrer_source != '', 'Referral',
            'Direct')
        """,
    ];

    private static string Events =>
        $"""
        CREATE TABLE events_v2 (
            timestamp DateTime CODEC(Delta(4), LZ4), name {Few}, site_id UInt64, user_id UInt64, session_id UInt64, hostname String {Long}, pathname String {Long},
            referrer String {Long}, referrer_source String {Long}, country_code FixedString(2), screen_size {Few}, operating_system {Few}, browser {Few},
            utm_medium String {Long}, utm_source String {Long}, utm_campaign String {Long}, `meta.key` Array(String) {Long}, `meta.value` Array(String) {Long},
            browser_version {Few}, operating_system_version {Few}, subdivision1_code {Few}, subdivision2_code {Few}, city_geoname_id UInt32, utm_content String {Long}, utm_term String {Long},
            revenue_reporting_amount Nullable(Decimal64(3)), revenue_reporting_currency FixedString(3), revenue_source_amount Nullable(Decimal64(3)), revenue_source_currency FixedString(3),
            {_short} {_place}
            channel {Few}, click_id_param {Few}, scroll_depth UInt8, acquisition_channel {_channel}, engagement_time UInt32, batch UInt64,
            INDEX minmax_batch batch TYPE minmax GRANULARITY 1)
        ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) PRIMARY KEY (site_id, toDate(timestamp), name, user_id) ORDER BY (site_id, toDate(timestamp), name, user_id, timestamp) SAMPLE BY user_id {Settings}
        """;

    private static string Sessions =>
        $"""
        CREATE TABLE sessions_v2 (
            session_id UInt64, sign Int8, site_id UInt64, user_id UInt64, hostname String {Long}, timestamp DateTime CODEC(Delta(4), LZ4), start DateTime CODEC(Delta(4), LZ4), is_bounce UInt8,
            entry_page String {Long}, exit_page String {Long}, pageviews Int32, events Int32, duration UInt32, referrer String {Long}, referrer_source String {Long},
            country_code LowCardinality(FixedString(2)), screen_size {Few}, operating_system {Few}, browser {Few}, utm_medium String {Long}, utm_source String {Long}, utm_campaign String {Long},
            browser_version {Few}, operating_system_version {Few}, subdivision1_code {Few}, subdivision2_code {Few}, city_geoname_id UInt32, utm_content String {Long}, utm_term String {Long},
            transferred_from String, `entry_meta.key` Array(String) {Long}, `entry_meta.value` Array(String) {Long}, exit_page_hostname String,
            {_short} entry_page_hostname String ALIAS hostname, {_place}
            channel {Few}, click_id_param {Few}, acquisition_channel {_channel}, batch UInt64,
            INDEX minmax_timestamp timestamp TYPE minmax GRANULARITY 1, INDEX minmax_batch batch TYPE minmax GRANULARITY 1)
        ENGINE = VersionedCollapsingMergeTree(sign, events) PARTITION BY toYYYYMM(start) PRIMARY KEY (site_id, toDate(start), user_id, session_id) ORDER BY (site_id, toDate(start), user_id, session_id) SAMPLE BY user_id {Settings}
        """;

    private static string Counters =>
        $"""
        CREATE TABLE ingest_counters (event_timebucket DateTime, domain {Few}, site_id Nullable(UInt64), metric {Few}, value UInt64, tracker_script_version UInt16)
        ENGINE = SummingMergeTree(value) ORDER BY (domain, toDate(event_timebucket), metric, toStartOfMinute(event_timebucket), tracker_script_version)
        {Settings}, deduplicate_merge_projection_mode = 'rebuild'
        """;

    private static string CountersByDay =>
        """
        ALTER TABLE ingest_counters ADD PROJECTION ingest_counters_site_traffic_projection
        (SELECT site_id, toDate(event_timebucket), sumIf(value, metric = 'buffered') GROUP BY site_id, toDate(event_timebucket))
        """;
}
