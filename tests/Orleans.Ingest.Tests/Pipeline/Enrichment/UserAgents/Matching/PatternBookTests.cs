using Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Enrichment.UserAgents.Matching;

public sealed class PatternBookTests
{
    [Fact]
    public void First_pattern_of_the_list_wins() => Assert.Equal(1, First("Chrome/12 Foo", "Bar", "Foo", "Chrome/(\\d+)"));

    [Fact]
    public void Case_does_not_count() => Assert.Equal(0, First("FOO/1", "foo/\\d"));

    [Fact]
    public void Match_does_not_begin_within_a_word() => Assert.Equal(1, First("NotFoo Bar", "Foo", "Bar"));

    [Fact]
    public void Pattern_without_literals_is_always_tried() => Assert.Equal(0, First("12345", "\\d+"));

    [Fact]
    public void Literals_that_share_their_beginning_are_told_apart() => Assert.Equal(3, First("SM-A123C", "SM-A1234", "SM-A12\\d5", "SM-A123B", "SM-A123", "SM-"));

    [Fact]
    public void Sections_are_asked_apart()
    {
        var builder = new PatternBookBuilder();
        var one = builder.Add(["Foo", "Bar"]);
        var two = builder.Add(["Bar", "Foo"]);
        var book = builder.Build();
        Assert.Equal((0, 1), (First(book, one, "Foo"), First(book, two, "Foo")));
    }

    private static int First(string agent, params string[] regexes)
    {
        var builder = new PatternBookBuilder();
        var section = builder.Add(regexes);
        return First(builder.Build(), section, agent);
    }

    private static int First(PatternBook book, Section section, string agent)
    {
        var candidates = new BitSpan(new ulong[book.CandidateWords]);
        book.FindCandidates(AgentFold.Fold(agent), candidates);
        return book.First(section, candidates, agent);
    }
}
