using Orleans.Ingest.Pipeline.Sites;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Sites;

public sealed class SiteRulesTests
{
    private const string Duplicate = "rule already exists";
    private const string Full = "maximum reached";
    private const string Invalid = "is invalid";

    [Fact]
    public void Values_are_kept_in_their_plain_form()
    {
        Assert.Equal(new("*.example.com", null), SiteRules.Hostname(" *.example.com ", []));
        Assert.Equal(new("/Blog/**", null), SiteRules.Page("/Blog/**", []));
        Assert.Equal(new("2001:db8::1", null), SiteRules.Ip("2001:DB8:0::1", []));
        Assert.Equal(new("10.0.0.0/8", null), SiteRules.Ip("10.1.2.3/8", []));
        Assert.Equal(new("DE", null), SiteRules.Country("de", []));
        Assert.Equal(new("ZZ", null), SiteRules.Country("zz", []));
    }

    [Fact]
    public void Pages_start_with_a_slash()
    {
        Assert.Equal("must start with /", SiteRules.Page("blog", []).Error);
        Assert.Equal("must start with /", SiteRules.Page("*", []).Error);
        Assert.Equal("must start with /", SiteRules.Page(null, []).Error);
    }

    [Fact]
    public void Patterns_have_at_most_250_characters()
    {
        Assert.Null(SiteRules.Page("/" + new string('a', 249), []).Error);
        Assert.Equal(Invalid, SiteRules.Page("/" + new string('a', 250), []).Error);
        Assert.Null(SiteRules.Hostname(new string('a', 250), []).Error);
        Assert.Equal(Invalid, SiteRules.Hostname(new string('a', 251), []).Error);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Blank_hostnames_are_invalid(string? value) => Assert.Equal(Invalid, SiteRules.Hostname(value, []).Error);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4:80")]
    [InlineData("1.2.3.4/33")]
    [InlineData("example.com")]
    public void Ip_is_a_full_address_or_a_range(string? value) => Assert.Equal(Invalid, SiteRules.Ip(value, []).Error);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("XX")]
    [InlineData("A1")]
    [InlineData("DEU")]
    [InlineData("Germany")]
    public void Country_is_a_known_code(string? value) => Assert.Equal(Invalid, SiteRules.Country(value, []).Error);

    [Fact]
    public void Equivalent_rules_are_duplicates()
    {
        Assert.Equal(Duplicate, SiteRules.Hostname("test*", ["test**"]).Error);
        Assert.Equal(Duplicate, SiteRules.Page("/test***", ["/a", "/test*"]).Error);
        Assert.Equal(Duplicate, SiteRules.Ip("::ffff:10.0.0.1", ["10.0.0.1"]).Error);
        Assert.Equal(Duplicate, SiteRules.Ip("10.9.9.9/8", ["10.0.0.0/8"]).Error);
        Assert.Equal(Duplicate, SiteRules.Country("de", ["DE"]).Error);
        Assert.Null(SiteRules.Page("/Test", ["/test"]).Error);
    }

    [Fact]
    public void Rules_of_a_kind_are_limited()
    {
        string[] many = [.. Enumerable.Range(0, 30).Select(i => $"/{i}")];
        Assert.Null(SiteRules.Hostname("x", many[..9]).Error);
        Assert.Equal(Full, SiteRules.Hostname("x", many[..10]).Error);
        Assert.Null(SiteRules.Page("/x", many[..29]).Error);
        Assert.Equal(Full, SiteRules.Page("/x", many).Error);
        Assert.Equal(Full, SiteRules.Ip("1.2.3.4", many).Error);
        Assert.Equal(Full, SiteRules.Country("DE", many).Error);
    }
}
