using Orleans.Ingest.ClickHouse.Audit;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Dashboard;

/// <summary>What Plausible holds of a site comes over as <c>docs/migration</c> says, and answers the same questions.</summary>
[Collection(nameof(DashboardTables))]
public sealed class HistoryTests(DashboardTables tables, ChdbServer server) : IDisposable
{
    private const string Later = "2027-01-01T00:00:00";

    private readonly TestDatabase _database = new(server);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Copied_tables_answer_every_question_as_the_ones_they_came_from()
    {
        var months = await CopyAsync(Later);

        Assert.Equal(["202503", "202510", "202602", "202603"], months);
        foreach (var question in KnownAnswers.All) Assert.Equal(question.Rows, await tables.AskAsync(_database, question));
        Assert.Equal(await TotalsAsync(await tables.PlausibleAsync()), await TotalsAsync(_database));
        Assert.Equal("0", Assert.Single(await _database.LinesAsync("SELECT countIf(sign != 1) + countIf(site_id != 7) FROM sessions_v2")));
    }

    [Fact]
    public async Task Every_column_that_both_have_comes_over_as_it_is()
    {
        await CopyAsync(Later);
        foreach (var (table, from) in new[] { ("events_v2", "events_v2"), ("sessions_v2", "sessions_v2 FINAL") })
        {
            // The default kind is no part of it: a channel that is calculated there is stored here.
            var columns = await ColumnsAsync(_database, table);
            var plausible = await tables.PlausibleAsync();
            var common = string.Join(", ", columns.Intersect(await ColumnsAsync(plausible, table)).Select(column => $"toString(`{column}`)"));
            var rows = $"SELECT arrayStringConcat([{common}], '|') AS row FROM {{0}} WHERE site_id = {DashboardTraffic.Site} ORDER BY row";
            Assert.Equal(await plausible.LinesAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, rows, from)), await _database.LinesAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, rows, table)));
            Assert.Equal(table == "events_v2" ? ["ingest_position", "interactive", "tracker_script_version"] : ["ingest_position"], columns.Except(await ColumnsAsync(plausible, table)).Order());
        }
    }

    [Fact]
    public async Task Copied_again_nothing_is_twice_and_what_was_received_here_stays()
    {
        await CopyAsync(Later);
        var once = await TotalsAsync(_database);
        await _database.Insert.InsertAsync(Groups.Of(queue: 1, 1000, Groups.FirstPageview(Groups.Noon, visitor: 50)), Stop);
        // Broken off in the middle: a part of a month is missing.
        await _database.ExecuteAsync("DELETE FROM events_v2 WHERE user_id = 2 AND name = 'pageview'");
        await CopyAsync(Later);

        Assert.Equal("1", Assert.Single(await _database.LinesAsync("SELECT count() FROM events_v2 WHERE ingest_position > 0")));
        Assert.Equal("1", Assert.Single(await _database.LinesAsync("SELECT sum(sign) FROM sessions_v2 WHERE ingest_position > 0")));
        await _database.ExecuteAsync("DELETE FROM events_v2 WHERE user_id = 50");
        await _database.ExecuteAsync("DELETE FROM sessions_v2 WHERE user_id = 50");
        Assert.Equal(once, await TotalsAsync(_database));
    }

    [Fact]
    public async Task Nothing_is_copied_from_the_moment_on_that_events_were_received_here()
    {
        await CopyAsync("2026-03-11T06:12:00");

        Assert.Equal("2026-03-11 06:10:00", Assert.Single(await _database.LinesAsync("SELECT toString(max(timestamp)) FROM events_v2")));
        Assert.Equal("2026-03-11 06:10:00", Assert.Single(await _database.LinesAsync("SELECT toString(max(start)) FROM sessions_v2")));
    }

    [Fact]
    public async Task A_site_gets_the_id_that_it_has_here()
    {
        await _database.Schema.MigrateAsync(Stop);
        await CopyAsync(Later, ("as", "70"));

        Assert.Equal(["70"], await _database.LinesAsync("SELECT DISTINCT site_id FROM (SELECT site_id FROM events_v2 UNION ALL SELECT site_id FROM sessions_v2)"));
    }

    [Fact]
    public async Task On_one_server_the_statements_copy_by_themselves()
    {
        await _database.Schema.MigrateAsync(Stop);
        foreach (var file in (string[])["forget-events.sql", "forget-sessions.sql", "events.sql", "sessions.sql", "forget-events.sql", "forget-sessions.sql", "events.sql", "sessions.sql"])
            await RunAsync(await tables.PlausibleAsync(), file, $"&param_own={_database.Name}&param_as={DashboardTraffic.Site}&param_month=202603&param_until={Later}");

        foreach (var question in KnownAnswers.All.Where(question => question.Query != "compared" && string.CompareOrdinal(question.First, "2026-03") > 0)) Assert.Equal(question.Rows, await tables.AskAsync(_database, question));
    }

    [Fact]
    public async Task Channels_of_rows_that_are_older_than_the_column_come_over_as_Plausible_calculates_them()
    {
        using var plausible = new TestDatabase(server);
        await PlausibleTables.CreateAsync(plausible);
        var channel = await plausible.ValueAsync<string>("SELECT default_expression FROM system.columns WHERE database = currentDatabase() AND table = 'events_v2' AND name = 'acquisition_channel'");
        foreach (var table in (string[])["events_v2", "sessions_v2"]) await plausible.ExecuteAsync($"ALTER TABLE {table} DROP COLUMN acquisition_channel");
        await DashboardTables.WriteAsync(plausible);
        foreach (var table in (string[])["events_v2", "sessions_v2"]) await plausible.ExecuteAsync($"ALTER TABLE {table} ADD COLUMN acquisition_channel LowCardinality(String) MATERIALIZED {channel}");
        await CopyAsync(Later, ("source", plausible.Name));

        foreach (var question in KnownAnswers.All) Assert.Equal(question.Rows, await tables.AskAsync(_database, question));
    }

    [Fact]
    public async Task What_was_received_here_goes_back_into_tables_that_Plausible_made()
    {
        await PlausibleTables.CreateAsync(_database);
        var own = (await tables.OwnAsync()).Name;
        foreach (var file in (string[])["return-events.sql", "return-sessions.sql"])
            await RunAsync(_database, file, $"&param_own={own}&param_as={DashboardTraffic.Site}&param_since=2020-01-01T00:00:00");

        foreach (var question in KnownAnswers.All) Assert.Equal(question.Rows, await tables.AskAsync(_database, question));
    }

    [Fact]
    public async Task Copied_history_passes_the_audit()
    {
        await CopyAsync(Later);
        var report = await new TableAudit(_database.Connections, TimeProvider.System).RunAsync(null, null, null, Stop);

        Assert.Empty(report.Findings);
        Assert.Equal(12UL, report.Sessions);
    }

    [Fact]
    public async Task A_source_that_does_not_answer_fails_the_copy()
    {
        await _database.Schema.MigrateAsync(Stop);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => CopyAsync(Later, ("source", "nowhere")));
        Assert.Contains("error", error.Message, StringComparison.Ordinal);
        Assert.Equal("0", Assert.Single(await _database.LinesAsync("SELECT count() FROM events_v2")));
    }

    public void Dispose() => _database.Dispose();

    private async Task<string[]> CopyAsync(string until, params (string, string)[] other)
    {
        await _database.Schema.MigrateAsync(Stop);
        var address = $"http://127.0.0.1:{server.Port}";
        var site = $"{DashboardTraffic.Site}";
        return await HistoryCopy.RunAsync(
            [("from", address), ("source", (await tables.PlausibleAsync()).Name), ("site", site), ("to", address), ("target", _database.Name), ("as", site), ("until", until), .. other]);
    }

    private Task<string> TotalsAsync(TestDatabase database) => RunAsync(database, "totals.sql", $"&param_until={Later}");

    private async Task<string> RunAsync(TestDatabase database, string file, string parameters)
    {
        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{server.Port}/") };
        using var statement = new StringContent(HistoryCopy.Text(file));
        using var answer = await client.PostAsync(new Uri($"?database={database.Name}&param_site={DashboardTraffic.Site}{parameters}", UriKind.Relative), statement, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        return answer.IsSuccessStatusCode ? text : throw new InvalidOperationException($"{file}: {text}");
    }

    private static Task<List<string>> ColumnsAsync(TestDatabase database, string table) =>
        database.LinesAsync($"SELECT name FROM system.columns WHERE database = currentDatabase() AND table = '{table}' AND default_kind != 'ALIAS'");
}
