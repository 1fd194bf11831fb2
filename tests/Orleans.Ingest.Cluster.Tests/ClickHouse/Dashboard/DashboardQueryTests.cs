using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Dashboard;

/// <summary>The questions of a dashboard, as <c>docs/queries</c> asks them, have the answers that a person counts.</summary>
[Collection(nameof(DashboardTables))]
public sealed class DashboardQueryTests(DashboardTables tables, ChdbServer server)
{
    public static TheoryData<int, string> Questions => [.. KnownAnswers.All.Select((answer, index) => (index, $"{answer.Query} {answer.First}"))];

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task Tables_made_here_answer(int index, string question)
    {
        Assert.NotEmpty(question);
        Assert.Equal(KnownAnswers.All[index].Rows, await tables.AskAsync(await tables.OwnAsync(), KnownAnswers.All[index]));
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task Tables_that_Plausible_made_answer(int index, string question)
    {
        Assert.NotEmpty(question);
        Assert.Equal(KnownAnswers.All[index].Rows, await tables.AskAsync(await tables.PlausibleAsync(), KnownAnswers.All[index]));
    }

    [Fact]
    public async Task Rows_that_were_replaced_are_still_there_when_the_questions_are_asked() =>
        Assert.NotEqual("0", Assert.Single(await (await tables.OwnAsync()).LinesAsync($"SELECT countIf(sign = -1) FROM sessions_v2 WHERE site_id = {DashboardTraffic.Site}")));

    [Fact]
    public async Task Merges_change_no_answer()
    {
        using var database = new TestDatabase(server);
        await DashboardTables.WriteAsync(database);
        await database.ExecuteAsync("OPTIMIZE TABLE sessions_v2 FINAL");
        Assert.Equal("0", Assert.Single(await database.LinesAsync("SELECT countIf(sign = -1) FROM sessions_v2")));
        foreach (var question in KnownAnswers.All) Assert.Equal(question.Rows, await tables.AskAsync(database, question));
    }

    [Fact]
    public async Task Current_visitors_are_those_who_did_something_in_the_last_five_minutes()
    {
        using var database = new TestDatabase(server);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var writer = new ChunkPayloadWriter();
        foreach (var (visitor, name, minutes) in new[] { (1UL, "pageview", 0.0), (2UL, "Signup", 4.0), (2UL, "pageview", 3.9), (3UL, "engagement", 0.5), (4UL, "pageview", 6.0) })
            writer.AddEvent(Groups.Event(now.AddMinutes(-minutes), name, visitor), Groups.Session(now, 1, visitor), "example.org");
        await database.Insert.InsertAsync(Groups.Of(queue: 1, 1000, writer.ToPayload()), TestContext.Current.CancellationToken);
        Assert.Equal(["2"], await tables.AskAsync(database, new("current-visitors", "2026-01-01", "2026-01-01")));
    }

    [Fact]
    public void Every_question_has_a_known_answer() =>
        Assert.Equal(DocumentedQuery.Names, KnownAnswers.All.Select(answer => answer.Query).Append("current-visitors").Distinct().Order(StringComparer.Ordinal));
}
