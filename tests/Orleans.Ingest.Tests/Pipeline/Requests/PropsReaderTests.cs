using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Requests;

public sealed class PropsReaderTests
{
    private const string TooLong = """{"errors":{"props":["keys should have at most 300 bytes and values 2000 bytes"]}}""";

    [Theory]
    [InlineData("""{"a":true,"b":12,"c":12.50,"d":"x","e":-1e5}""", "a=true b=12 c=12.50 d=x e=-1e5")]
    [InlineData("""{"a":null,"b":[],"c":{},"d":"","e":"  ","f":1}""", "f=1")]
    [InlineData("""{"":1,"  ":2,"\u00a0":3,"k":4}""", "k=4")]
    [InlineData("""{"a":1,"b":2,"a":3}""", "a=3 b=2")]
    [InlineData("""{"a":1,"b":2,"a":null}""", "b=2")]
    [InlineData("""{"a":" x "}""", "a= x ")]
    [InlineData("\"{\\\"a\\\":1,\\\"b\\\":\\\"\\\\u00e9\\\"}\"", "a=1 b=é")]
    [InlineData("\"show-more:button\"", "")]
    [InlineData("\"{\\\"a\\\":1\"", "")]
    [InlineData("\"{\\\"a\\\":1} x\"", "")]
    [InlineData("\"{\\\"a\\\":\\\"\\\\ud800\\\"}\"", "")]
    [InlineData("\"[1]\"", "")]
    [InlineData("\"\"", "")]
    [InlineData("[{\"a\":1}]", "")]
    [InlineData("12", "")]
    public void Usable_pairs_become_text(string json, string expected) =>
        Assert.Equal(expected, Show(Parsing.Parse($$"""{"n":"Signup","u":"https://a.example/","p":{{json}}}""").Request!.Props));

    [Fact]
    public void First_member_that_is_not_null_counts()
    {
        var one = new { a = 1 };
        var two = new { a = 2 };
        Assert.Equal("a=1", Show(Parsing.Request(("m", one), ("meta", two), ("p", two), ("props", two)).Props));
        Assert.Equal("a=1", Show(Parsing.Request(("m", null), ("meta", one), ("p", two)).Props));
        Assert.Equal("a=1", Show(Parsing.Request(("p", one), ("props", two)).Props));
        Assert.Equal("a=1", Show(Parsing.Request(("props", one)).Props));
        Assert.Equal("", Show(Parsing.Request(("m", 5), ("p", one)).Props));
    }

    [Fact]
    public void Thirty_pairs_are_kept_before_the_limits_are_checked()
    {
        var props = Enumerable.Range(0, 40).ToDictionary(i => $"k{i}", i => new string('v', i < 30 ? 1 : 3000));
        Assert.Equal(30, Parsing.Request(("p", props)).Props.Length);
    }

    [Theory]
    [InlineData(300, 2000, true)]
    [InlineData(301, 2000, false)]
    [InlineData(300, 2001, false)]
    public void Bytes_are_limited(int key, int value, bool accepted)
    {
        var props = new Dictionary<string, string> { [new string('k', key)] = new string('v', value) };
        if (accepted)
            Assert.Single(Parsing.Request(("p", props)).Props);
        else
            Assert.Equal(TooLong, Parsing.Errors(("p", props)));
    }

    [Fact]
    public void Limits_count_bytes_not_characters()
    {
        Assert.Equal(TooLong, Parsing.Errors(("p", new Dictionary<string, string> { ["k"] = new('é', 1001) })));
        Assert.Single(Parsing.Request(("p", new Dictionary<string, string> { ["k"] = new('é', 1000) })).Props);
    }

    [Theory]
    [InlineData("404")]
    [InlineData("WP Form Completions")]
    [InlineData("Form: Submission")]
    public void Some_events_get_the_pathname_as_their_path(string name)
    {
        Assert.Equal("path=/p a=1", Show(Parsing.Request(("n", name), ("u", "https://a.example/p?q"), ("p", new { a = 1 })).Props));
        Assert.Equal("path=/p", Show(Parsing.Request(("n", name), ("u", "https://a.example/p?q")).Props));
        Assert.Equal("path=/p", Show(Parsing.Request(("n", name), ("u", "https://a.example/p?q"), ("p", new { path = " " })).Props));
        Assert.Equal("a=1 path=/sent", Show(Parsing.Request(("n", name), ("u", "https://a.example/p"), ("p", new { a = 1, path = "/sent" })).Props));
    }

    [Fact]
    public void Path_is_one_of_the_thirty()
    {
        var props = Enumerable.Range(0, 40).ToDictionary(i => $"k{i}", i => "v");
        var kept = Parsing.Request(("n", 404), ("p", props)).Props;
        Assert.Equal((30, "path"), (kept.Length, kept[0].Key));
    }

    [Theory]
    [InlineData("pageview")]
    [InlineData("wp form completions")]
    [InlineData("Outbound Link: Click")]
    public void Other_events_get_no_path(string name) => Assert.Empty(Parsing.Request(("n", name)).Props);

    private static string Show(IEnumerable<Prop> props) => string.Join(' ', props.Select(prop => $"{prop.Key}={prop.Value}"));
}
