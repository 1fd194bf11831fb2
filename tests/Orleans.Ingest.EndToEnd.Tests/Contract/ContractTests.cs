using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Contract;

/// <summary>What the service accepts, answers and stores, over HTTP alone.</summary>
public sealed class ContractTests(ContractRun run) : IClassFixture<ContractRun>
{
    public static TheoryData<string> Rules => [.. ContractCases.All.Select(one => one.Rule)];

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_contract_holds(string rule)
    {
        var expected = ContractCases.All.Single(one => one.Rule == rule);
        var (site, answers) = run.ResultOf(rule);
        Assert.Equal(expected.Requests.Select(sent => sent.Answer), answers);
        await site.HasAllEventsAsync(expected.Columns, expected.Events);
        if (expected.SessionColumns is { } columns) await site.HasSessionsAsync(columns, expected.Sessions);
    }

    [Fact]
    public Task Drops_are_counted_by_their_reason_and_the_domain_as_sent() => run.ClickHouse.EventuallyAsync(
        "SELECT metric, sum(value), any(site_id) FROM ingest_counters WHERE domain = 'nowhere.test' GROUP BY metric ORDER BY metric",
        "dropped_not_found\t1\t\\N", "dropped_spam_referrer\t1\t\\N");
}
