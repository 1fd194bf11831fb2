using System.Net;
using Orleans.Ingest.Pipeline.Requests;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Requests;

public sealed class VisitorAddressTests
{
    private const string Proxy = "10.0.0.1";
    private const string Stranger = "203.0.113.9";

    [Theory]
    [InlineData("x-plausible-ip", "1.1.1.1")]
    [InlineData("cf-connecting-ip", "2001:db8::1")]
    [InlineData("b-forwarded-for", "1.1.1.1, 2.2.2.2")]
    [InlineData("x-forwarded-for", "1.1.1.1:99, 2.2.2.2")]
    [InlineData("x-forwarded-for", "unknown, 1.1.1.1")]
    [InlineData("x-forwarded-for", " , [2001:db8::1]:443")]
    [InlineData("forwarded", "by=0.0.0.0;for=1.1.1.1;host=h;proto=https")]
    [InlineData("forwarded", "For=\"[2001:db8::1]:4711\", for=2.2.2.2")]
    [InlineData("forwarded", "for=unknown, for=1.1.1.1")]
    public void Header_of_a_trusted_peer_gives_the_address(string name, string value)
    {
        var resolved = Resolve(Proxy, (name, value));
        Assert.True(resolved.Address?.ToString() is "1.1.1.1" or "2001:db8::1");
        Assert.Equal(name, resolved.Source);
        Assert.Empty(resolved.Ignored);
    }

    [Fact]
    public void First_header_of_the_list_wins()
    {
        var headers = VisitorAddress.Headers.Select((name, i) => (name, name == "forwarded" ? $"for=1.1.1.{i}" : $"1.1.1.{i}")).ToArray();
        for (var i = 0; i < headers.Length; i++)
        {
            var resolved = Resolve(Proxy, headers[i..]);
            Assert.Equal(($"1.1.1.{i}", headers[i].name), (resolved.Address?.ToString(), resolved.Source));
            Assert.Equal(headers.Length - i - 1, resolved.Ignored.Length);
            Assert.All(resolved.Ignored, header => Assert.Equal(IgnoredHeaderReason.AnotherGoesFirst, header.Reason));
        }
    }

    [Fact]
    public void Header_without_a_valid_address_is_skipped()
    {
        var resolved = Resolve(Proxy, ("x-plausible-ip", "nonsense"), ("b-forwarded-for", "unknown, 1.1.1.1"), ("forwarded", "for=1.1.1.1"));
        Assert.Equal(("1.1.1.1", "forwarded"), (resolved.Address?.ToString(), resolved.Source));
        Assert.Equal(
            [new("x-plausible-ip", IgnoredHeaderReason.NotValid), new("b-forwarded-for", IgnoredHeaderReason.NotValid)],
            resolved.Ignored);
        Assert.False(resolved.HeadersDistrusted);
    }

    [Fact]
    public void Headers_of_a_stranger_are_not_believed()
    {
        var resolved = Resolve(Stranger, ("x-forwarded-for", "1.1.1.1"), (VisitorAddress.IpClassHeader, "dc_ip"));
        Assert.Equal((Stranger, VisitorAddress.Peer, IpClass.None), (resolved.Address?.ToString(), resolved.Source, resolved.IpClass));
        Assert.True(resolved.HeadersDistrusted);
        Assert.Equal(
            "from peer; x-forwarded-for not believed: the peer is not in Ingest:TrustedProxies; x-plausible-ip-type not believed: the peer is not in Ingest:TrustedProxies",
            resolved.Explain());
    }

    [Fact]
    public void Star_believes_strangers() =>
        Assert.Equal("1.1.1.1", VisitorAddress.Resolve(
            IPAddress.Parse(Stranger), TrustedProxies.Parse("*"), new Headers([("x-forwarded-for", "1.1.1.1")])).Address?.ToString());

    [Fact]
    public void Peer_stands_in_without_headers()
    {
        var resolved = Resolve("::ffff:10.0.0.1");
        Assert.Equal(("10.0.0.1", "from peer", IpClass.None), (resolved.Address?.ToString(), resolved.Explain(), resolved.IpClass));
        Assert.False(resolved.HeadersDistrusted);
    }

    [Fact]
    public void Peer_without_an_address_is_believed_as_loopback_is()
    {
        Assert.Equal("1.1.1.1", Resolve(null, ("x-forwarded-for", "1.1.1.1")).Address?.ToString());
        Assert.Null(Resolve(null).Address);
    }

    [Theory]
    [InlineData("dc_ip", IpClass.Datacentre)]
    [InlineData("threat_ip", IpClass.Threat)]
    [InlineData("anonymous_vpn_ip", IpClass.AnonymousVpn)]
    [InlineData("residential", IpClass.None)]
    [InlineData("DC_IP", IpClass.None)]
    public void Trusted_peer_names_the_class(string value, IpClass expected) =>
        Assert.Equal(expected, Resolve(Proxy, (VisitorAddress.IpClassHeader, value)).IpClass);

    [Fact]
    public void Address_is_in_no_text()
    {
        var resolved = Resolve(Proxy, ("x-forwarded-for", "1.1.1.1"));
        Assert.DoesNotContain("1.1.1.1", $"{resolved}{resolved.Explain()}");
    }

    private static ResolvedAddress Resolve(string? peer, params (string Name, string Value)[] headers) =>
        VisitorAddress.Resolve(peer is null ? null : IPAddress.Parse(peer), TrustedProxies.Default, new Headers(headers));

    private readonly struct Headers((string Name, string Value)[] headers) : IHeaderLookup
    {
        public string? Get(string name) => headers.FirstOrDefault(header => header.Name == name).Value;
    }
}
