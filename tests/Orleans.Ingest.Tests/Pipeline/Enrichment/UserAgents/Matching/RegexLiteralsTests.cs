using Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Enrichment.UserAgents.Matching;

public sealed class RegexLiteralsTests
{
    [Theory]
    [InlineData("CriOS/(\\d+[.\\d]+)", "CRIOS/")]
    [InlineData("Foo(?:/([\\d.]+))?", "FOO")]
    [InlineData("Foo|Bar", "FOO,BAR")]
    [InlineData("(?:Foo|Ba[rz])/\\d", "FOO/,BAR/,BAZ/")]
    [InlineData("Foo ?Bar", "FOO BAR,FOOBAR")]
    [InlineData("Foo.*Bar", "FOO", "BAR")]
    [InlineData("(?<!like )Gecko(?!/\\d+ Slimer)", "GECKO")]
    [InlineData("^Foo$", "\u0002FOO")]
    [InlineData("a{2}B+?c", "A", "B", "C")]
    [InlineData("x[0-9]{3}[^;]y", "X", "Y")]
    [InlineData("浏览Foo", "^^FOO")]
    [InlineData("(?:Foobar|Foobaz).+Baz|Other\\d", "FOOBAR+BAZ,FOOBAZ+BAZ,OTHER")]
    [InlineData("(?:Foo)?|Bar")]
    [InlineData("[^/;]*")]
    [InlineData("\\d+")]
    public void Literals_of_every_match(string regex, params string[] clauses) =>
        Assert.Equal(clauses, Written(RegexLiterals.RequiredBy(regex)));

    [Theory]
    [InlineData("Foo", "\u0001FOO")]
    [InlineData("(?:Big)?Foo|(?<!x)Bar", "FOO,\u0001BAR")]
    [InlineData("[a-z]+Foo", "FOO")]
    [InlineData("a?Foo", "\u0001FOO,\u0001AFOO")]
    [InlineData(".*Foo", "FOO")]
    [InlineData("^Foo", "\u0002FOO")]
    public void Literals_where_a_match_begins_are_marked(string regex, string clause) =>
        Assert.Equal(clause.Split(',').Order(StringComparer.Ordinal), Written(RegexLiterals.RequiredBy(regex, Boundary.Strict)).Single().Split(',').Order(StringComparer.Ordinal));

    private static IEnumerable<string> Written(List<Clause> clauses) =>
        clauses.Select(clause => string.Join(',', clause.Alternatives.Select(literals => string.Join('+', literals))));
}
