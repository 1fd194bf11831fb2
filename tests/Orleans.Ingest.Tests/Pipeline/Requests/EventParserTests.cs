using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Requests;

public sealed class EventParserTests
{
    private const string NoJson = """{"errors":{"request":["Unable to parse request body as json"]}}""";

    [Fact]
    public void Timestamp_is_the_arrival_in_whole_seconds() => Assert.Equal(Parsing.Now, Parsing.Request().Timestamp);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("[1,2]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("""{"n":"a",}""")]
    [InlineData("""{n:"a"}""")]
    [InlineData("""{"n":"a"} // comment""")]
    [InlineData("\uFEFF{}")]
    [InlineData("""{"n":"\ud800","u":"https://a.example/"}""")]
    [InlineData("""{"n":"a","u":"https://a.example/","\udc00":1}""")]
    [InlineData("""{"n":"a","u":"https://a.example/","w":["\ud83d x"]}""")]
    [InlineData("{\"n\":\"a\nb\"}")]
    [InlineData("""{"n":01}""")]
    public void Text_that_is_no_json_object_is_refused(string body) => Assert.Equal(NoJson, Parsing.ErrorsOf(Parsing.Parse(body)));

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused()
    {
        byte[] body = [.. "{\"n\":\"a"u8, 0xff, .. "\",\"u\":\"https://a.example/\"}"u8];
        Assert.NotNull(Orleans.Ingest.Pipeline.Requests.EventParser.Parse(body, Parsing.Context).Errors);
    }

    [Fact]
    public void Escapes_are_decoded_in_names_and_values()
    {
        var request = Parsing.Parse("""{"\u006e":"\ud83d\ude00\n","u":"https:\/\/a.example\/\u00e9"}""").Request;
        Assert.Equal("😀\n", request?.EventName);
        Assert.Equal("/é", request?.Pathname);
    }

    [Fact]
    public void Of_a_repeated_member_the_last_counts() =>
        Assert.Equal("b", Parsing.Parse("""{"n":"a","u":"https://a.example/","n":"b"}""").Request?.EventName);

    [Fact]
    public void Depth_is_no_error()
    {
        var nested = new string('[', 100_000) + new string(']', 100_000);
        Assert.NotNull(Parsing.Parse($$"""{"n":"a","u":"https://a.example/","p":{"deep":{{nested}}},"x":{{nested}}}""").Request);
    }

    [Fact]
    public void Huge_numbers_are_no_error() =>
        Assert.NotNull(Parsing.Parse($$"""{"n":"a","u":"https://a.example/","w":1e999,"v":{{new string('9', 400)}},"p":{"x":1e999} }""").Request);

    [Fact]
    public void All_errors_are_reported_together() =>
        Assert.Equal(
            """{"errors":{"hash_mode":["is invalid"],"url":["is required"],"event_name":["is invalid"],"props":["keys should have at most 300 bytes and values 2000 bytes"],"domain":["can't be blank"]}}""",
            Parsing.Errors(
                ("n", true), ("u", null), ("d", " "), ("h", "x"), ("p", new Dictionary<string, string> { [new string('k', 301)] = "v" })));

    [Theory]
    [InlineData("name", "n")]
    [InlineData("n", "name")]
    public void Short_and_long_names_are_equal(string present, string absent) =>
        Assert.Equal("Signup", Parsing.Request((absent, Parsing.Absent.Member), (present, "Signup")).EventName);

    [Fact]
    public void Short_name_wins_unless_it_is_null()
    {
        Assert.Equal("short", Parsing.Request(("n", "short"), ("name", "long")).EventName);
        Assert.Equal("long", Parsing.Request(("n", null), ("name", "long")).EventName);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(null, true)]
    [InlineData("false", true)]
    [InlineData(0, true)]
    public void Interactive_is_true_unless_it_is_false(object? value, bool expected)
    {
        Assert.Equal(expected, Parsing.Request(("i", value)).Interactive);
        Assert.Equal(expected, Parsing.Request(("interactive", value)).Interactive);
    }

    [Theory]
    [InlineData(24, 24)]
    [InlineData(65535, 65535)]
    [InlineData(65536, 0)]
    [InlineData(-1, 0)]
    [InlineData("24", 0)]
    [InlineData(1.5, 0)]
    [InlineData(null, 0)]
    public void Tracker_version_is_an_integer_or_0(object? value, int expected) =>
        Assert.Equal(expected, Parsing.Request(("v", value)).TrackerScriptVersion);

    [Fact]
    public void Referrer_is_cut_to_2000_characters()
    {
        var referrer = "https://a.example/" + new string('x', 3000);
        Assert.Equal(referrer[..2000], Parsing.Request(("r", referrer)).Referrer);
        Assert.Equal("https://a.example/", Parsing.Request(("referrer", "https://a.example/")).Referrer);
        Assert.Null(Parsing.Request(("r", new { a = 1 })).Referrer);
        Assert.Null(Parsing.Request(("r", 12)).Referrer);
    }

    [Fact]
    public void Fields_of_old_trackers_are_ignored() => Assert.NotNull(Parsing.Request(("w", 1680), ("screen_width", "x")));
}
