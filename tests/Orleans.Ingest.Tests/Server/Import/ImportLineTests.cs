using System.Text;
using Orleans.Ingest.Server.Commands.Import;
using Xunit;

namespace Orleans.Ingest.Tests.Server.Import;

public sealed class ImportLineTests
{
    [Theory]
    [InlineData("""{"n":"pageview"}""", """{"n":"pageview","id":"ID"}""")]
    [InlineData("""{"n":"}"} """, """{"n":"}","id":"ID"}""")]
    [InlineData("""{}""", """{"id":"ID"}""")]
    [InlineData("""{"id":null,"p":{"id":"x"}}""", """{"id":null,"p":{"id":"x"},"id":"ID"}""")]
    public void A_line_without_an_id_gets_one(string line, string sent) =>
        Assert.Equal(sent.Replace("ID", LineId.Of("source", 7, Encoding.UTF8.GetBytes(line)), StringComparison.Ordinal), Sent(line));

    [Theory]
    [InlineData("""{"id":"own","n":"pageview"}""")]
    [InlineData("""{"n":"pageview","id":17}""")]
    public void A_line_with_an_id_is_sent_as_it_is(string line) => Assert.Equal(line, Sent(line));

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"n":"pageview" """)]
    [InlineData("""{"n":"pageview"} {}""")]
    [InlineData("nonsense")]
    public void What_is_no_object_is_not_sent(string line) => Assert.Null(Sent(line));

    [Fact]
    public void An_id_differs_by_file_number_and_line_and_by_nothing_else()
    {
        string[] ids = [LineId.Of("a", 1, "x"u8), LineId.Of("b", 1, "x"u8), LineId.Of("a", 2, "x"u8), LineId.Of("a", 1, "y"u8)];
        Assert.Equal(4, ids.Distinct().Count());
        Assert.Equal(ids[0], LineId.Of("a", 1, "x"u8));
        Assert.NotEqual(LineId.SourceOf("a", "x"u8), LineId.SourceOf("b", "x"u8));
    }

    [Fact]
    public void Lines_that_may_be_of_one_visitor_have_one_number()
    {
        string[] same =
        [
            """{"ip":"203.0.113.9","user_agent":"a"}""", """{"user_agent":"a","ip":"203.0.113.9:4711"}""", """{"ip":" ::ffff:203.0.113.9","user_agent":"a"}""",
            """{"ip":"192.0.2.1","ip":"203.0.113.9","user_agent":"\u0061"}""",
        ];
        Assert.Single(same.Select(Visitor).Distinct());
        Assert.Equal(Visitor("""{"ip":"2001:db8:1:2::1"}"""), Visitor("""{"ip":"[2001:db8:1:2:ffff::9]:80","user_agent":null}"""));
        Assert.Equal(Visitor("{}"), Visitor("""{"ip":7,"u":"/x"}"""));
        string[] others = ["""{"ip":"203.0.113.9","user_agent":"b"}""", """{"ip":"203.0.113.8","user_agent":"a"}""", """{"ip":"2001:db8:1:3::1","user_agent":"a"}""", same[0], "{}"];
        Assert.Equal(others.Length, others.Select(Visitor).Distinct().Count());
    }

    private static int Visitor(string line) => ImportLine.Of("source", 7, Encoding.UTF8.GetBytes(line)).Visitor;

    private static string? Sent(string line) => ImportLine.Of("source", 7, Encoding.UTF8.GetBytes(line)).Json is { } json ? Encoding.UTF8.GetString(json.Span) : null;
}
