using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse;

public class ClickHouseSchemaTests(ChdbServer server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migrating_again_or_twice_at_once_changes_nothing()
    {
        using var database = new TestDatabase(server);
        using var other = new TestDatabase(server, database.Name);
        await Task.WhenAll(database.Schema.MigrateAsync(Stop), other.Schema.MigrateAsync(Stop));
        var tables = await database.LinesAsync("SELECT create_table_query FROM system.tables WHERE database = currentDatabase() ORDER BY name");
        await database.Schema.MigrateAsync(Stop);

        Assert.Equal(6, tables.Count);
        Assert.Equal(tables, await database.LinesAsync("SELECT create_table_query FROM system.tables WHERE database = currentDatabase() ORDER BY name"));
        Assert.Equal(["1", "2", "3", "4", "5"], await database.LinesAsync("SELECT DISTINCT version FROM ingest_migrations ORDER BY version"));
    }

    [Theory]
    [InlineData("events_v2"), InlineData("sessions_v2"), InlineData("ingest_counters"), InlineData("ingest_canaries"), InlineData("ingest_quarantine")]
    public async Task Table_is_the_approved_one(string table)
    {
        using var database = new TestDatabase(server);
        await database.Schema.MigrateAsync(Stop);

        var columns = await database.LinesAsync($"SELECT trim(concat(name, ' ', type, ' ', default_kind, ' ', default_expression)) FROM system.columns WHERE database = currentDatabase() AND table = '{table}' ORDER BY position");
        var engine = await database.ValueAsync<string>($"SELECT engine_full FROM system.tables WHERE database = currentDatabase() AND name = '{table}'");
        var approved = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "ClickHouse", "Approved", $"{table}.txt"), Stop);
        Assert.Equal(approved, string.Join('\n', [.. columns, engine]) + "\n");
    }

    [Fact]
    public async Task Counters_keep_what_the_retention_says()
    {
        using var database = new TestDatabase(server);
        await database.Schema.MigrateAsync(Stop);
        using var other = new TestDatabase(server, database.Name, options => options.CountersRetentionDays = 90);
        await other.Schema.MigrateAsync(Stop);
        await other.Schema.MigrateAsync(Stop);

        Assert.Contains("TTL event_timebucket + toIntervalDay(90)", await database.ValueAsync<string>("SELECT engine_full FROM system.tables WHERE database = currentDatabase() AND name = 'ingest_counters'"));
    }

    [Fact]
    public async Task Server_is_there_and_names_its_version()
    {
        using var database = new TestDatabase(server);
        await database.Schema.MigrateAsync(Stop);

        Assert.True(await database.Queries.PingAsync(Stop));
        Assert.StartsWith("26.", await database.Queries.VersionAsync(Stop));
        Assert.Equal(0UL, await database.Queries.CountAsync("events_v2", null, Stop));
    }
}
