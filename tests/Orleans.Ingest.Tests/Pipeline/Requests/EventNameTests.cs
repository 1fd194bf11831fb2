using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Requests;

public sealed class EventNameTests
{
    [Fact]
    public void Text_is_kept_as_it_is() => Assert.Equal(" Sign up ", Parsing.Request(("n", " Sign up ")).EventName);

    [Theory]
    [InlineData("404", "404")]
    [InlineData("-5", "-5")]
    [InlineData("-0", "0")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    public void Integer_becomes_its_text(string number, string expected) =>
        Assert.Equal(expected, Parsing.Parse($$"""{"n":{{number}},"u":"https://a.example/"}""").Request?.EventName);

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void Any_other_type_is_invalid(string value) =>
        Assert.Equal("""{"errors":{"event_name":["is invalid"]}}""", Parsing.ErrorsOf(Parsing.Parse($$"""{"n":{{value}},"u":"https://a.example/"}""")));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u00a0\t")]
    public void Blank_is_refused(string? name) => Assert.Equal("""{"errors":{"event_name":["can't be blank"]}}""", Parsing.Errors(("n", name)));

    [Fact]
    public void Absent_is_refused() =>
        Assert.Equal("""{"errors":{"event_name":["can't be blank"]}}""", Parsing.Errors(("n", Parsing.Absent.Member)));

    [Theory]
    [InlineData("a")]
    [InlineData("é")]
    [InlineData("😀")]
    [InlineData("👩🏽‍🚀")]
    [InlineData("e\u0301")]
    public void Characters_are_counted_as_a_reader_sees_them(string character)
    {
        Assert.NotNull(Parsing.Request(("n", Repeat(character, 120))));
        Assert.Equal("""{"errors":{"event_name":["should be at most 120 character(s)"]}}""", Parsing.Errors(("n", Repeat(character, 121))));
    }

    [Fact]
    public void Bytes_of_a_character_are_bounded() =>
        Assert.Equal("""{"errors":{"event_name":["should be at most 120 character(s)"]}}""", Parsing.Errors(("n", "e" + Repeat("\u0301", 9000))));

    [Fact]
    public void Integer_of_many_digits_is_too_long() =>
        Assert.Equal(
            """{"errors":{"event_name":["should be at most 120 character(s)"]}}""",
            Parsing.ErrorsOf(Parsing.Parse($$"""{"n":1{{Repeat("0", 400)}},"u":"https://a.example/"}""")));

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
