using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Dashboard;

/// <summary>The questions of a dashboard, as <c>docs/queries</c> asks them, have the answers that a person counts.</summary>
[Collection(nameof(DashboardTables))]
public sealed class DashboardQueryTests(DashboardTables tables)
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
    public void Every_question_has_a_known_answer() =>
        Assert.Equal(DocumentedQuery.Names, KnownAnswers.All.Select(answer => answer.Query).Append("current-visitors").Distinct().Order(StringComparer.Ordinal));
}
