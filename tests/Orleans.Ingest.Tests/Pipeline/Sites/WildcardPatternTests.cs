using System.Text.RegularExpressions;
using FsCheck.Xunit;
using Orleans.Ingest.Pipeline.Sites;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Sites;

public sealed class WildcardPatternTests
{
    [Theory]
    [InlineData("/test", "/test", true)]
    [InlineData("/test", "/test/", false)]
    [InlineData("/test", "/Test", false)]
    [InlineData("/test/*", "/test", false)]
    [InlineData("/test/*", "/test/", true)]
    [InlineData("/test/*", "/test/hello/again", true)]
    [InlineData("/test/*", "/testing", false)]
    [InlineData("/test**", "/testing", true)]
    [InlineData("*example.com", "example.com", true)]
    [InlineData("*example.com", "sub.example.com", true)]
    [InlineData("*example.com", "example.com.pl", false)]
    [InlineData("*", "", true)]
    [InlineData("a*a", "a", false)]
    [InlineData("a*a", "aa", true)]
    [InlineData("*ab*", "xaxabx", true)]
    [InlineData("a*b*c", "a-c-b-c", true)]
    [InlineData("a*b*c", "a-c", false)]
    [InlineData("a*bc*c", "abc", false)]
    [InlineData("/a.c", "/abc", false)]
    [InlineData("/a+(b)[c]?", "/a+(b)[c]?", true)]
    [InlineData("/*/edit", "/x/y/edit", true)]
    [InlineData("/a*", "/a\nb", true)]
    public void Star_is_any_run_and_all_else_is_literal(string pattern, string text, bool matches) =>
        Assert.Equal(matches, WildcardPattern.Of(pattern).Matches(text));

    [Property]
    public void It_agrees_with_a_regular_expression(byte[] pattern, byte[] text)
    {
        var wildcard = Text(pattern, "ab**");
        var input = Text(text, "abab");
        var regex = new Regex($@"\A{Regex.Escape(wildcard).Replace(@"\*", ".*")}\z", RegexOptions.Singleline, TimeSpan.FromSeconds(10));
        Assert.Equal(regex.IsMatch(input), WildcardPattern.Of(wildcard).Matches(input));
    }

    [Fact]
    public void Long_texts_cost_no_more_than_their_length_times_the_pattern()
    {
        var pattern = WildcardPattern.Of(string.Concat(Enumerable.Repeat("a*", 125)) + "b");
        Assert.False(pattern.Matches(new string('a', 2000)));
    }

    private static string Text(byte[] bytes, string alphabet) => new([.. bytes.Take(12).Select(b => alphabet[b % alphabet.Length])]);
}
