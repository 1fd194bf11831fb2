using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Requests;

public sealed class PageUrlTests
{
    [Theory]
    [InlineData("http://www.example.com/", "example.com", "/")]
    [InlineData("https://WWW.Example.COM/A", "example.com", "/A")]
    [InlineData("https://www.www.example.com/", "www.example.com", "/")]
    [InlineData("https://wwwexample.com/", "wwwexample.com", "/")]
    [InlineData("http://example.com", "example.com", "/")]
    [InlineData("http://example.com?x=1", "example.com", "/")]
    [InlineData("http://example.com:8080/p", "example.com", "/p")]
    [InlineData("https://user:pa%40ss@example.com:1/p", "example.com", "/p")]
    [InlineData("http://[2001:DB8::1]:8080/p", "2001:db8::1", "/p")]
    [InlineData("//example.com/p", "example.com", "/p")]
    [InlineData(" https://example.com/p ", "example.com", "/p")]
    [InlineData("about:config", "(none)", "config")]
    [InlineData("file:///android_asset/www/index.html", "(none)", "/android_asset/www/index.html")]
    [InlineData("/no/host", "(none)", "/no/host")]
    [InlineData("nonsense", "(none)", "nonsense")]
    [InlineData("http://", "(none)", "/")]
    [InlineData("http://www./x", "(none)", "/x")]
    [InlineData("chrome-extension://abc/popup.html", "abc", "/popup.html")]
    [InlineData("http://example.com/a:b//c@d?e", "example.com", "/a:b//c@d")]
    [InlineData("http://example.com/x?http://other.example/", "example.com", "/x")]
    public void Hostname_and_pathname(string url, string hostname, string pathname)
    {
        var request = Parsing.Request(("u", url));
        Assert.Equal((hostname, pathname), (request.Hostname, request.Pathname));
    }

    [Theory]
    [InlineData("/caf%C3%A9%2Fx", "/café/x")]
    [InlineData("/a%20b", "/a b")]
    [InlineData("/a+b", "/a+b")]
    [InlineData("/100%/x%zz", "/100%/x%zz")]
    [InlineData("/%", "/%")]
    [InlineData("/%2", "/%2")]
    [InlineData("/%FF%41", "/%FFA")]
    [InlineData("/%C3x%A9", "/%C3x%A9")]
    [InlineData("/%e2%82%ac%E2%82", "/€%E2%82")]
    [InlineData("/%F0%9F%98%80%f0%9f%98", "/😀%f0%9f%98")]
    [InlineData("/%ED%A0%80", "/%ED%A0%80")]
    [InlineData("/%2541", "/%41")]
    [InlineData("/trail%20%20", "/trail")]
    [InlineData("/%0A", "/")]
    [InlineData("/é", "/é")]
    public void Escapes_are_decoded_and_what_is_none_stays_as_written(string path, string expected) =>
        Assert.Equal(expected, Parsing.Request(("u", "https://example.com" + path)).Pathname);

    [Theory]
    [InlineData(1, "https://example.com/#page-a", "/#page-a")]
    [InlineData("1", "https://example.com/#page%20a", "/#page a")]
    [InlineData(1, "https://example.com/x?y#/a?b=c#d", "/x#/a?b=c#d")]
    [InlineData(1, "https://example.com#a", "/#a")]
    [InlineData(1, "https://example.com/#", "/")]
    [InlineData(1, "https://example.com/x", "/x")]
    [InlineData(0, "https://example.com/#page-a", "/")]
    [InlineData("0", "https://example.com/#page-a", "/")]
    [InlineData(null, "https://example.com/#page-a", "/")]
    public void Fragment_is_part_of_the_path_in_hash_mode_only(object? hashMode, string url, string pathname)
    {
        Assert.Equal(pathname, Parsing.Request(("u", url), ("h", hashMode)).Pathname);
        Assert.Equal(pathname, Parsing.Request(("u", url), ("hashMode", hashMode)).Pathname);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(1.0)]
    [InlineData("x")]
    [InlineData("")]
    [InlineData(true)]
    public void Hash_mode_is_0_or_1(object value) =>
        Assert.Equal("""{"errors":{"hash_mode":["is invalid"]}}""", value is 1.0
            ? Parsing.ErrorsOf(Parsing.Parse("""{"n":"a","u":"https://a.example/","h":1.0}"""))
            : Parsing.Errors(("h", value)));

    [Fact]
    public void Query_is_decoded_as_a_form_and_the_last_of_a_name_wins()
    {
        var query = Parsing.Request(("u", "https://example.com/?a=1+2%2B3&b&c=&a=x=y&%64=%zz&=e&&f=%FF#g=1")).Query;
        Assert.True(query.TryGet("a", out var a));
        Assert.Equal("x=y", a);
        Assert.True(query.TryGet("b", out var b));
        Assert.Equal("", b);
        Assert.True(query.TryGet("c", out _));
        Assert.True(query.TryGet("d", out var d));
        Assert.Equal("%zz", d);
        Assert.True(query.TryGet("f", out var f));
        Assert.Equal("%FF", f);
        Assert.False(query.TryGet("g", out _));
        Assert.False(query.TryGet("A", out _));
    }

    [Fact]
    public void Plus_is_a_space_in_the_query()
    {
        Parsing.Request(("u", "https://example.com/?a=1+2%2B3")).Query.TryGet("a", out var a);
        Assert.Equal("1 2+3", a);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(true)]
    public void Url_is_text(object url) => Assert.Equal("""{"errors":{"url":["must be a valid url"]}}""", Parsing.Errors(("u", url)));

    [Fact]
    public void Url_is_required() => Assert.Equal("""{"errors":{"url":["is required"]}}""", Parsing.Errors(("u", null)));

    [Theory]
    [InlineData("data:text/html,x")]
    [InlineData("DATA:text/html,x")]
    public void Data_scheme_is_not_allowed(string url) => Assert.Equal("""{"errors":{"url":["scheme is not allowed"]}}""", Parsing.Errors(("u", url)));

    [Fact]
    public void Url_has_at_most_2000_bytes()
    {
        const string Start = "https://example.com/";
        Assert.NotNull(Parsing.Request(("u", Start + new string('a', 2000 - Start.Length))));
        Assert.NotNull(Parsing.Request(("u", Start + new string('é', (2000 - Start.Length) / 2))));
        Assert.Equal("""{"errors":{"url":["must be a valid url"]}}""", Parsing.Errors(("u", Start + new string('a', 2001 - Start.Length))));
        Assert.Equal("""{"errors":{"url":["must be a valid url"]}}""", Parsing.Errors(("u", Start + new string('é', 1000))));
    }
}
