using Orleans.Ingest.ClickHouse.Audit;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse;

public sealed class TableAuditTests(ChdbServer server) : IDisposable
{
    private readonly TestDatabase _database = new(server);

    [Fact]
    public async Task Tables_that_the_service_wrote_are_clean()
    {
        await InsertAsync();
        var report = await AuditAsync();
        Assert.Empty(report.Findings);
        Assert.Equal((5UL, 3UL), (report.Events, report.Sessions));
    }

    [Fact]
    public async Task Empty_tables_are_clean()
    {
        await _database.Schema.ReadyAsync(Cancellation);
        Assert.Equal((0UL, 0UL), ((await AuditAsync()).Events, (await AuditAsync()).Sessions));
    }

    [Theory]
    [InlineData("INSERT INTO events_v2 SELECT * FROM events_v2 WHERE user_id = 3", "every event is stored once", "what the log counted is what is stored", "the rows of every session add up to its events")]
    [InlineData("DELETE FROM events_v2 WHERE user_id = 3", "what the log counted is what is stored", "the rows of every session add up to its events")]
    [InlineData("DELETE FROM sessions_v2 WHERE user_id = 3", "every event has a session")]
    [InlineData("INSERT INTO sessions_v2 SELECT * REPLACE (events - 1 AS events) FROM sessions_v2 WHERE user_id = 2", "the rows of every session add up to its events")]
    [InlineData("INSERT INTO sessions_v2 SELECT * REPLACE (9 AS user_id, -sign AS sign) FROM sessions_v2 WHERE session_id = 1003", "the rows of every session add up to its events")]
    [InlineData("INSERT INTO events_v2 SELECT * REPLACE (9 AS user_id, 'engagement' AS name, 1 AS ingest_position) FROM events_v2 WHERE session_id = 1003", "what the log counted is what is stored", "the rows of every session add up to its events")]
    public async Task Whatever_is_off_is_found(string damage, params string[] broken)
    {
        await InsertAsync();
        await _database.ExecuteAsync(damage);
        Assert.Equal(broken, (await AuditAsync()).Findings.Select(finding => finding.Invariant).Distinct());
    }

    [Fact]
    public async Task Only_the_days_asked_for_are_read()
    {
        await InsertAsync();
        await _database.ExecuteAsync("DELETE FROM sessions_v2 WHERE user_id = 3");
        var noon = DateOnly.FromDateTime(Groups.Noon);
        Assert.Empty((await AuditAsync(to: noon.AddDays(19))).Findings);
        Assert.Single((await AuditAsync(from: noon.AddDays(20))).Findings);
    }

    [Fact]
    public async Task A_group_that_is_just_being_inserted_is_not_off()
    {
        await InsertAsync();
        await _database.ExecuteAsync("CREATE TABLE away AS sessions_v2");
        await _database.ExecuteAsync("INSERT INTO away SELECT * FROM sessions_v2 WHERE user_id = 3");
        await _database.ExecuteAsync("DELETE FROM sessions_v2 WHERE user_id = 3");
        Assert.NotEmpty((await AuditAsync()).Findings);
        Assert.Empty((await AuditAsync(betweenLooks: () => _database.ExecuteAsync("INSERT INTO sessions_v2 SELECT * FROM away").Wait())).Findings);
    }

    public void Dispose() => _database.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Three visits; the second has three pageviews and goes over midnight, the third is of another month.</summary>
    private async Task InsertAsync()
    {
        var late = Groups.Noon.Date.AddDays(1).AddSeconds(-1);
        await _database.Insert.InsertAsync(
            Groups.Of(0, 1000, Groups.FirstPageview(Groups.Noon), Groups.FirstPageview(late, 2), Groups.NextPageview(late, 1, 2), Groups.NextPageview(late, 2, 2), Groups.FirstPageview(Groups.Noon.AddDays(20), 3)),
            Cancellation);
    }

    private Task<AuditReport> AuditAsync(DateOnly? from = null, DateOnly? to = null, Action? betweenLooks = null) =>
        new TableAudit(_database.Connections, new HurriedTime(betweenLooks)).RunAsync(from, to, null, Cancellation);
}
