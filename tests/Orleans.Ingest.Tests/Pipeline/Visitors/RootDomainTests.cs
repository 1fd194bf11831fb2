using FsCheck.Xunit;
using Orleans.Ingest.Pipeline.Visitors;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Visitors;

public class RootDomainTests
{
    [Theory]
    [InlineData("example.com", "example.com")]
    [InlineData("blog.example.com", "example.com")]
    [InlineData("a.b.c.example.co.uk", "example.co.uk")]
    [InlineData("Blog.Example.co.uk", "Example.co.uk")]
    [InlineData("foo.github.io", "foo.github.io")]
    [InlineData("a.foo.github.io", "foo.github.io")]
    [InlineData("a.foo.city.kawasaki.jp", "city.kawasaki.jp")]
    [InlineData("a.b.c.kawasaki.jp", "b.c.kawasaki.jp")]
    [InlineData("a.www.ck", "www.ck")]
    [InlineData("a.b.other.ck", "b.other.ck")]
    [InlineData("shop.internal.unlisted", "internal.unlisted")]
    public void The_registrable_domain_is_one_label_more_than_the_suffix(string host, string root) => Assert.Equal(root, RootDomain.Of(host));

    [Theory]
    [InlineData("a.食狮.com.cn", "食狮.com.cn")]
    [InlineData("a.食狮.公司.cn", "食狮.公司.cn")]
    [InlineData("a.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn")]
    [InlineData("www.xn--85x722f.xn--fiqs8s", "xn--85x722f.xn--fiqs8s")]
    [InlineData("www.münchen.de", "münchen.de")]
    public void Unicode_and_punycode_are_both_known(string host, string root) => Assert.Equal(root, RootDomain.Of(host));

    [Theory]
    [InlineData("localhost")]
    [InlineData("com")]
    [InlineData("co.uk")]
    [InlineData("github.io")]
    [InlineData("127.0.0.1")]
    [InlineData("192.168.10.1")]
    [InlineData("2001:db8::1")]
    [InlineData("::ffff:192.168.10.1")]
    [InlineData("(none)")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("...")]
    public void What_has_none_stays_as_it_is(string host) => Assert.Equal(host.TrimEnd('.'), RootDomain.Of(host).TrimEnd('.'));

    [Fact]
    public void A_trailing_dot_is_no_label() => Assert.Equal("example.com", RootDomain.Of("blog.example.com."));

    [Fact]
    public void A_host_of_a_thousand_labels_is_cut_like_any_other() =>
        Assert.Equal("example.co.uk", RootDomain.Of(string.Concat(Enumerable.Repeat("a.", 1000)) + "example.co.uk"));

    [Property(MaxTest = 500)]
    public bool A_root_domain_ends_its_host(string? host) =>
        (host ?? "").TrimEnd('.').EndsWith(RootDomain.Of(host ?? "").TrimEnd('.'), StringComparison.Ordinal);
}
