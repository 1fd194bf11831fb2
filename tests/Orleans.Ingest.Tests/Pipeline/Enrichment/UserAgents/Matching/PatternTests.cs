using System.Text.RegularExpressions;
using Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Enrichment.UserAgents.Matching;

public sealed class PatternTests
{
    [Theory]
    [InlineData("Foo", "a Foo", true)]
    [InlineData("Foo", "aFoo", false)]
    [InlineData("Foo", "a_Foo", false)]
    [InlineData("Foo", " _Foo", true)]
    [InlineData("Foo", "MZ-Foo", true)]
    [InlineData("[a\\_]b++", "_b", true)]
    [InlineData("[a\\\\_]b", "\\b", true)]
    public void Match_begins_a_word(string regex, string agent, bool isMatch) => Assert.Equal(isMatch, new Pattern(regex, Boundary.Strict).IsMatch(agent));

    [Fact]
    public void Exponential_backtracking_is_given_up()
    {
        var pattern = new Pattern("(?:[a-c]+,?)+d", Boundary.Strict);
        Assert.Throws<RegexMatchTimeoutException>(() => pattern.IsMatch(new string('a', 512)));
        Assert.True(pattern.IsMatch("aaad"));
    }
}
