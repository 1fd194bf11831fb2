using System.Text.Json;
using Orleans.Ingest.Pipeline.Enrichment.UserAgents;
using Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Enrichment.UserAgents;

/// <summary>Regexes are built at their first use; a new version of the npm package must not bring one that cannot be.</summary>
public sealed class EmbeddedListsTests
{
    public static TheoryData<string> Lists =>
    [
        .. typeof(UserAgentParser).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("node-device-detector/regexes/", StringComparison.Ordinal))
            .Select(name => name["node-device-detector/".Length..^".js".Length]),
    ];

    [Theory]
    [MemberData(nameof(Lists))]
    public void Every_regex_of_a_list_can_be_built(string list)
    {
        using var document = EmbeddedLists.Regexes(list);
        var regexes = RegexesIn(document.RootElement).ToList();
        Assert.NotEmpty(regexes);
        foreach (var regex in regexes)
        {
            Assert.Null(Record.Exception(() => new Pattern(regex, Boundary.Strict).IsMatch("")));
        }
    }

    private static IEnumerable<string> RegexesIn(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(RegexesIn),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            property.NameEquals("regex") && property.Value.ValueKind == JsonValueKind.String ? [property.Value.GetString()!] : RegexesIn(property.Value)),
        _ => [],
    };
}
