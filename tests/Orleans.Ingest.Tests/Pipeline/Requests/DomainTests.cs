using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Requests;

public sealed class DomainTests
{
    private const string Blank = """{"errors":{"domain":["can't be blank"]}}""";

    [Theory]
    [InlineData("a.com", new[] { "a.com" })]
    [InlineData(" www.a.com , b.com", new[] { "a.com", "b.com" })]
    [InlineData("a.com,a.com", new[] { "a.com", "a.com" })]
    [InlineData("a.com,", new[] { "a.com", "" })]
    [InlineData(",", new[] { "", "" })]
    [InlineData("www.www.a.com", new[] { "www.a.com" })]
    public void Every_part_is_a_domain(string domain, string[] expected)
    {
        Assert.Equal(expected, Parsing.Request(("d", domain)).Domains);
        Assert.Equal(expected, Parsing.Request(("d", null), ("domain", domain)).Domains);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(12)]
    [InlineData(true)]
    public void Host_of_the_page_stands_in_when_there_is_no_text(object? domain) =>
        Assert.Equal(["page.example"], Parsing.Request(("u", "https://www.Page.example/x"), ("d", domain)).Domains);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Blank_is_refused(string domain) => Assert.Equal(Blank, Parsing.Errors(("d", domain)));

    [Theory]
    [InlineData("about:config")]
    [InlineData("/no/host")]
    public void No_domain_and_no_host_is_refused(string url) => Assert.Equal(Blank, Parsing.Errors(("u", url), ("d", null)));
}
