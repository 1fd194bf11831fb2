using System.Text.RegularExpressions;
using Orleans.Ingest.ClickHouse;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Server.Options;
using Orleans.Ingest.Web;
using Xunit;

namespace Orleans.Ingest.Tests.Architecture;

/// <summary>What the documents list is what there is.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Keys => [.. KeysOf(typeof(IngestOptions), "Ingest")
        .Concat(KeysOf(typeof(WebOptions), "Ingest"))
        // That one is ConnectionStrings:clickhouse.
        .Concat(KeysOf(typeof(ClickHouseOptions), "Ingest:ClickHouse").Except([$"Ingest:ClickHouse:{nameof(ClickHouseOptions.ConnectionString)}"]))
        .Distinct()];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_key_of_the_configuration_has_a_line(string key) =>
        Assert.Contains($"| `{key}` |", File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md")), StringComparison.Ordinal);

    [Fact]
    public void Every_drop_reason_has_a_line_in_the_README()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        Assert.All(Enum.GetValues<DropReason>(), reason => Assert.Contains($"| `{reason.Text()}` |", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_stop_of_an_event_says_its_number_and_the_next()
    {
        var sources = Repository.Files("*.cs", "src").Select(File.ReadAllText).ToArray();
        Assert.All(Enumerable.Range(1, 7), stop => Assert.Single(sources, text => text.Contains($"/// Stop {stop} of 8; next: ", StringComparison.Ordinal)));
        Assert.Single(sources, text => text.Contains("/// Stop 8 of 8", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_test_that_the_threat_model_names_is_there()
    {
        var named = TestName().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "security.md"))).Select(match => match.Groups["name"].Value).ToHashSet();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(Repository.Files("*Tests.cs", "tests").Select(path => Path.GetFileNameWithoutExtension(path))));
    }

    [GeneratedRegex("`(?<name>\\w+Tests)`")]
    private static partial Regex TestName();

    private static IEnumerable<string> KeysOf(Type options, string section) => options.GetProperties()
        .Where(property => property.SetMethod is { IsPublic: true })
        .SelectMany(property => property.PropertyType.Namespace == typeof(IngestOptions).Namespace
            ? KeysOf(property.PropertyType, $"{section}:{property.Name}")
            : [$"{section}:{property.Name}"]);
}
