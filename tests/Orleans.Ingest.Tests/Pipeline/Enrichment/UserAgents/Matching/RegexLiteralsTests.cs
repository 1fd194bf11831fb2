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
    [InlineData("^Foo$", "FOO")]
    [InlineData("a{2}B+?c", "A", "B", "C")]
    [InlineData("x[0-9]{3}[^;]y", "X", "Y")]
    [InlineData("浏览Foo", "FOO")]
    [InlineData("(?:Foo)?|Bar")]
    [InlineData("[^/;]*")]
    [InlineData("\\d+")]
    public void Literals_of_every_match(string regex, params string[] clauses) =>
        Assert.Equal(clauses, RegexLiterals.RequiredBy(regex).Select(clause => string.Join(',', clause)));
}
