using System.Xml.Linq;
using Xunit;

namespace Orleans.Ingest.Tests.Architecture;

/// <summary>References run one way, as docs/flow.md draws them.</summary>
public sealed class ReferenceTests
{
    /// <summary>Project, and all that it may reference.</summary>
    private static readonly Dictionary<string, string[]> _allowed = new()
    {
        ["Pipeline"] = [],
        ["Contracts"] = ["Pipeline"],
        ["DurableLog"] = [],
        ["DurableLog.Redis"] = ["DurableLog"],
        ["ClickHouse"] = ["Contracts", "Pipeline"],
        ["ClickHouse.Embedded"] = [],
        ["Grains"] = ["Contracts", "Pipeline", "ClickHouse", "DurableLog"],
        ["Web"] = ["Contracts", "Pipeline"],
        ["Server"] = ["Contracts", "Pipeline", "ClickHouse", "ClickHouse.Embedded", "DurableLog", "DurableLog.Redis", "Grains", "Web", "ServiceDefaults"],
        ["ServiceDefaults"] = ["Contracts"],
    };

    public static TheoryData<string> Projects => [.. Repository.Files("*.csproj", "src", "aspire").Where(path => !path.EndsWith("AppHost.csproj", StringComparison.Ordinal)).Select(path => Path.GetFileNameWithoutExtension(path)["Orleans.Ingest.".Length..])];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_lies_below_it(string project)
    {
        Assert.True(_allowed.TryGetValue(project, out var allowed), $"'{project}' is new: say in this test what it may reference.");
        var references = Items(project, "ProjectReference").Select(include => Path.GetFileNameWithoutExtension(include)["Orleans.Ingest.".Length..]);
        Assert.Empty(references.Except(allowed));
    }

    [Theory]
    [InlineData("Pipeline", "Microsoft.Orleans.")]
    [InlineData("Pipeline", "ClickHouse.Driver")]
    [InlineData("Web", "Microsoft.Orleans.Server")]
    [InlineData("Web", "ClickHouse.Driver")]
    [InlineData("ClickHouse.Embedded", "Microsoft.Orleans.")]
    [InlineData("DurableLog", "Microsoft.Orleans.Server")]
    [InlineData("DurableLog", "StackExchange.Redis")]
    [InlineData("Grains", "StackExchange.Redis")]
    [InlineData("DurableLog.Redis", "Microsoft.Orleans.Server")]
    public void A_project_stays_free_of_what_is_not_its_business(string project, string package) =>
        Assert.DoesNotContain(Items(project, "PackageReference"), include => include.StartsWith(package, StringComparison.Ordinal));

    private static IEnumerable<string> Items(string project, string element)
    {
        var path = Repository.Files($"Orleans.Ingest.{project}.csproj", "src", "aspire").Single();
        return XDocument.Load(path).Descendants(element).Select(item => item.Attribute("Include")!.Value.Replace('\\', '/'));
    }
}
