using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Dashboard;

/// <summary>A database that Plausible made and this service writes to, with all that its migrations put there.</summary>
[Collection(nameof(DashboardTables))]
public sealed class PlausibleTablesTests(DashboardTables tables, ChdbServer server) : IDisposable
{
    private readonly TestDatabase _database = new(server);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_column_holds_what_it_holds_in_tables_made_here()
    {
        var (own, plausible) = (await tables.OwnAsync(), await tables.PlausibleAsync());
        foreach (var table in (string[])["events_v2", "sessions_v2"])
        {
            // Aliases by name too, and the channel, which is calculated there. Not written by anybody here: what Plausible needs for its own inserts.
            var names = await plausible.LinesAsync($"SELECT name FROM system.columns WHERE database = currentDatabase() AND table = '{table}' AND name NOT IN ('batch', 'country_name', 'region_name', 'city_name')");
            var row = $"SELECT arrayStringConcat([{string.Join(", ", names.Select(name => $"toString(`{name}`)"))}], '|') AS row FROM {table} ORDER BY row";
            var written = await plausible.LinesAsync(row);
            Assert.NotEmpty(written);
            Assert.Equal(await own.LinesAsync(row), written);
        }
    }

    [Fact]
    public async Task Places_have_the_names_that_Plausible_looks_up()
    {
        foreach (var table in (string[])["events_v2", "sessions_v2"])
            Assert.Equal(["Germany Land Berlin Berlin"], await (await tables.PlausibleAsync()).LinesAsync($"SELECT DISTINCT concat(country_name, ' ', region_name, ' ', city_name) FROM {table} WHERE city = 2950159"));
    }

    [Fact]
    public async Task Counters_give_the_traffic_that_Plausible_samples_by() =>
        Assert.Equal(
            await (await tables.OwnAsync()).LinesAsync("SELECT count() FROM events_v2 WHERE site_id = 7"),
            await (await tables.PlausibleAsync()).LinesAsync("SELECT sumIf(value, metric = 'buffered') FROM ingest_counters WHERE site_id = 7 SETTINGS force_optimize_projection = 1"));

    [Fact]
    public async Task Prepared_as_documented_a_group_lands_once_whatever_is_forgotten()
    {
        await PlausibleTables.CreateAsync(_database);
        for (var time = 0; time < 2; time++)
        {
            foreach (var statement in HistoryCopy.Text("prepare-plausible.sql").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) await _database.ExecuteAsync(statement);
        }

        var group = Groups.Of(queue: 1, 1000, Groups.FirstPageview(Groups.Noon), Groups.NextPageview(Groups.Noon, 1));
        await _database.Insert.InsertAsync(group, Stop);
        await _database.Insert.InsertAsync(group, Stop);
        await AssertHoldsOneVisitAsync();

        foreach (var table in (string[])["events_v2", "sessions_v2"]) await _database.ExecuteAsync($"ALTER TABLE {table} MODIFY SETTING non_replicated_deduplication_window = 0");
        await _database.Insert.InsertAsync(group, Stop);
        await AssertHoldsOneVisitAsync();
    }

    [Fact]
    public async Task Rows_that_Plausible_writes_itself_stand_beside_ours()
    {
        await PlausibleTables.CreateAsync(_database);
        await _database.Insert.InsertAsync(Groups.Of(queue: 1, 1000, Groups.FirstPageview(Groups.Noon)), Stop);
        await _database.ExecuteAsync("INSERT INTO events_v2 (timestamp, name, site_id, user_id, session_id, hostname, pathname, referrer_source, batch) VALUES ('2026-03-14 12:00:31', 'pageview', 7, 2, 2, 'example.org', '/', 'Google', 3)");

        Assert.Equal(["Direct", "Organic Search"], await _database.LinesAsync("SELECT acquisition_channel FROM events_v2 ORDER BY timestamp"));
    }

    public void Dispose() => _database.Dispose();

    private async Task AssertHoldsOneVisitAsync()
    {
        Assert.Equal(2UL, await _database.Queries.CountAsync("events_v2", null, Stop));
        Assert.Equal("1 2", Assert.Single(await _database.LinesAsync("SELECT concat(toString(sum(sign)), ' ', toString(sum(sign * events))) FROM sessions_v2")));
    }
}
