using Orleans.Ingest.Pipeline.Enrichment.UserAgents;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Enrichment.UserAgents;

/// <summary>Agreement with Matomo's detector over the sample of real agents.</summary>
public sealed class UserAgentAgreementTests
{
    private static readonly UserAgentParser Parser = UserAgentParser.CreateDefault();

    public static TheoryData<string> Columns => ["browser", "browser_version", "operating_system", "operating_system_version", "screen_size"];

    [Theory]
    [MemberData(nameof(Columns))]
    public void Column_agrees_on_peoples_agents(string column)
    {
        var people = UserAgentSample.All.Where(sample => !sample.Expected.IsBot).ToList();
        var wrong = people.Where(sample => Value(column, Parser.Parse(sample.UserAgent)) != Value(column, sample.Expected)).Select(sample => sample.UserAgent).ToList();
        Assert.NotEmpty(people);
        Assert.True(wrong.Count <= 0.03 * people.Count, $"{wrong.Count} of {people.Count} differ, the first: {wrong.FirstOrDefault()}");
    }

    [Fact]
    public void Bots_are_found()
    {
        var bots = UserAgentSample.All.Where(sample => sample.Expected.IsBot).ToList();
        var missed = bots.Where(sample => !Parser.Parse(sample.UserAgent).IsBot).Select(sample => sample.UserAgent).ToList();
        Assert.NotEmpty(bots);
        Assert.True(missed.Count <= 0.02 * bots.Count, $"{missed.Count} of {bots.Count} missed, the first: {missed.FirstOrDefault()}");
    }

    [Fact]
    public void People_are_not_called_bots()
    {
        var people = UserAgentSample.All.Where(sample => !sample.Expected.IsBot).ToList();
        var wrong = people.Where(sample => Parser.Parse(sample.UserAgent).IsBot).Select(sample => sample.UserAgent).ToList();
        Assert.True(wrong.Count <= 0.003 * people.Count, $"{wrong.Count} of {people.Count} called bots, the first: {wrong.FirstOrDefault()}");
    }

    private static string Value(string column, UserAgentInfo info) => column switch
    {
        "browser" => info.Browser,
        "browser_version" => info.BrowserVersion,
        "operating_system" => info.OperatingSystem,
        "operating_system_version" => info.OperatingSystemVersion,
        "screen_size" => info.ScreenSize,
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "No column of the sample."),
    };
}
