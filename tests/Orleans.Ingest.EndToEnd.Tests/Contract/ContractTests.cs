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
}
