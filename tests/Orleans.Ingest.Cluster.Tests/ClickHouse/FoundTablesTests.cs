using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Writing;
using Orleans.Ingest.Pipeline.Events;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse;

/// <summary>Tables that another program made: Plausible's have a MATERIALIZED channel and no positions.</summary>
public sealed class FoundTablesTests(ChdbServer server) : IDisposable
{
    private const string Settings = "SETTINGS non_replicated_deduplication_window = 10000";

    private readonly TestDatabase _database = new(server);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_go_into_Plausibles_tables_once()
    {
        await CreatePlausibleTablesAsync();
        var session = Groups.Session(Groups.Noon, 1) with { Visit = VisitAttributes.Empty with { ReferrerSource = "Google", AcquisitionChannel = "ours", Browser = "Firefox" }, EntryPage = "/in" };
        var writer = new ChunkPayloadWriter();
        writer.AddEvent(Groups.Event(Groups.Noon) with { Props = [new("a", "1")], Pathname = "/in" }, session, "example.org");
        writer.AddSession(+1, session);
        var group = Groups.Of(queue: 1, 1000, writer.ToPayload());
        await _database.Insert.InsertAsync(group, Stop);
        await _database.Insert.InsertAsync(group, Stop);

        Assert.Equal("/in Firefox ['1'] Organic Search", Assert.Single(await _database.LinesAsync("SELECT concat(pathname, ' ', browser, ' ', toString(`meta.value`), ' ', acquisition_channel) FROM events_v2")));
        Assert.Equal("/in Firefox Organic Search", Assert.Single(await _database.LinesAsync("SELECT concat(entry_page, ' ', browser, ' ', acquisition_channel) FROM sessions_v2")));
        Assert.Equal("1", Assert.Single(await _database.LinesAsync("SELECT sum(value) FROM ingest_counters")));
        Assert.False(await _database.Queries.HoldsPositionAsync(1, 0, Stop));
    }

    [Fact]
    public async Task Equal_rows_of_two_groups_both_land()
    {
        await CreatePlausibleTablesAsync();
        await _database.Insert.InsertAsync(Groups.Of(queue: 1, 1000, Groups.FirstPageview(Groups.Noon)), Stop);
        await _database.Insert.InsertAsync(Groups.Of(queue: 1, 1001, Groups.FirstPageview(Groups.Noon)), Stop);

        Assert.Equal(2UL, await _database.Queries.CountAsync("events_v2", null, Stop));
        Assert.Equal("2", Assert.Single(await _database.LinesAsync("SELECT sum(value) FROM ingest_counters")));
    }

    [Fact]
    public async Task Column_that_goes_while_running_is_left_out_from_the_next_try_on()
    {
        await CreatePlausibleTablesAsync();
        await _database.Insert.InsertAsync(Groups.Of(1, 1000, Groups.FirstPageview(Groups.Noon, 1)), Stop);
        await _database.ExecuteAsync("ALTER TABLE events_v2 DROP COLUMN click_id_param");
        await Assert.ThrowsAsync<ClickHouseUnavailableException>(() => _database.Insert.InsertAsync(Groups.Of(1, 1001, Groups.FirstPageview(Groups.Noon, 2)), Stop));
        await _database.Insert.InsertAsync(Groups.Of(1, 1001, Groups.FirstPageview(Groups.Noon, 2)), Stop);

        Assert.Equal(2UL, await _database.Queries.CountAsync("events_v2", null, Stop));
    }

    [Fact]
    public async Task Column_of_another_type_stops_the_start_and_names_the_cure()
    {
        await _database.CreateAsync();
        await _database.ExecuteAsync("CREATE TABLE events_v2 (timestamp DateTime, name String, site_id Int32) ENGINE = MergeTree ORDER BY site_id");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => _database.Schema.MigrateAsync(Stop));

        Assert.Contains("Column site_id of events_v2 is Int32, but UInt64 is written", error.Message);
    }

    public void Dispose() => _database.Dispose();

    private async Task CreatePlausibleTablesAsync()
    {
        const string Channel = "acquisition_channel LowCardinality(String) MATERIALIZED if(referrer_source = 'Google', 'Organic Search', 'Direct')";
        await _database.CreateAsync();
        await _database.ExecuteAsync(
            $"""
            CREATE TABLE events_v2 (timestamp DateTime('UTC'), name LowCardinality(String), site_id UInt64, user_id UInt64, session_id UInt64, hostname String, pathname String,
                referrer String, referrer_source String, country_code FixedString(2), screen_size LowCardinality(String), operating_system LowCardinality(String), browser LowCardinality(String),
                utm_medium String, utm_source String, utm_campaign String, meta Nested(key String, value String), browser_version LowCardinality(String), operating_system_version LowCardinality(String),
                subdivision1_code LowCardinality(String), subdivision2_code LowCardinality(String), city_geoname_id UInt32, utm_content String, utm_term String,
                revenue_reporting_amount Nullable(Decimal64(3)), revenue_reporting_currency FixedString(3), revenue_source_amount Nullable(Decimal64(3)), revenue_source_currency FixedString(3),
                city UInt32 ALIAS city_geoname_id, click_id_param LowCardinality(String), {Channel})
            ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY (site_id, toDate(timestamp), name, user_id, timestamp) {Settings}
            """);
        await _database.ExecuteAsync(
            $"""
            CREATE TABLE sessions_v2 (session_id UInt64, sign Int8, site_id UInt64, user_id UInt64, hostname String, timestamp DateTime, start DateTime, is_bounce UInt8, entry_page String, exit_page String,
                pageviews Int32, events Int32, duration UInt32, referrer String, referrer_source String, country_code LowCardinality(FixedString(2)), screen_size LowCardinality(String),
                operating_system LowCardinality(String), browser LowCardinality(String), utm_medium String, utm_source String, utm_campaign String, browser_version LowCardinality(String),
                operating_system_version LowCardinality(String), subdivision1_code LowCardinality(String), subdivision2_code LowCardinality(String), city_geoname_id UInt32, utm_content String, utm_term String,
                transferred_from String, entry_meta Nested(key String, value String), exit_page_hostname String, click_id_param LowCardinality(String), {Channel})
            ENGINE = VersionedCollapsingMergeTree(sign, events) PARTITION BY toYYYYMM(start) ORDER BY (site_id, toDate(start), user_id, session_id) {Settings}
            """);
    }
}
