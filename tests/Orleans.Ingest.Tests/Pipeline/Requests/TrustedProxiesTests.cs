using System.Net;
using Orleans.Ingest.Pipeline.Requests;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Requests;

public sealed class TrustedProxiesTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.16.0.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.168.1.1", true)]
    [InlineData("169.254.1.1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("8.8.8.8", false)]
    [InlineData("2001:db8::1", false)]
    public void Loopback_and_private_ranges_are_trusted_by_default(string peer, bool trusted)
    {
        Assert.Equal(trusted, TrustedProxies.Parse(null).Trusts(IPAddress.Parse(peer)));
        Assert.Equal(trusted, TrustedProxies.Parse(" ").Trusts(IPAddress.Parse(peer)));
    }

    [Fact]
    public void Setting_replaces_the_default()
    {
        var proxies = TrustedProxies.Parse("203.0.113.0/24, 2001:db8::7,");
        Assert.True(proxies.Trusts(IPAddress.Parse("203.0.113.200")));
        Assert.True(proxies.Trusts(IPAddress.Parse("2001:db8::7")));
        Assert.False(proxies.Trusts(IPAddress.Loopback));
    }

    [Fact]
    public void Star_trusts_everyone() => Assert.True(TrustedProxies.Parse("10.0.0.1, *").Trusts(IPAddress.Parse("8.8.8.8")));

    [Fact]
    public void Mistake_is_named_with_its_cure()
    {
        var error = Assert.Throws<FormatException>(() => TrustedProxies.Parse("10.0.0.1, proxy.local"));
        Assert.Contains("\"proxy.local\"", error.Message);
        Assert.Contains("Ingest:TrustedProxies", error.Message);
        Assert.Contains("192.0.2.0/24", error.Message);
    }
}
