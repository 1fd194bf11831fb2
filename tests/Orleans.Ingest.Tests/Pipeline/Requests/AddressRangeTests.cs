using System.Net;
using Orleans.Ingest.Pipeline.Requests;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Requests;

public sealed class AddressRangeTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("10.0.0.0/8", "11.0.0.0", false)]
    [InlineData("10.1.2.3/8", "10.9.9.9", true)]
    [InlineData("10.1.2.3", "10.1.2.3", true)]
    [InlineData("10.1.2.3", "10.1.2.4", false)]
    [InlineData("0.0.0.0/0", "203.0.113.9", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("2001:db8::/33", "2001:db8:7fff::1", true)]
    [InlineData("2001:db8::/33", "2001:db8:8000::1", false)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.1.1", true)]
    public void Range_holds_the_addresses_of_its_prefix(string range, string address, bool holds)
    {
        Assert.True(AddressRange.TryParse(range, out var parsed));
        Assert.Equal(holds, parsed.Contains(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData(" 10.1.2.3/8 ", "10.0.0.0/8")]
    [InlineData("10.1.2.3/32", "10.1.2.3")]
    [InlineData("2001:DB8:0::1", "2001:db8::1")]
    [InlineData("2001:db8::1/64", "2001:db8::/64")]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("::/0", "::/0")]
    public void Equal_ranges_are_written_alike(string text, string expected)
    {
        Assert.True(AddressRange.TryParse(text, out var range));
        Assert.Equal(expected, range.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/+8")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0/8")]
    [InlineData("2001:db8::/129")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("example.com")]
    public void Anything_else_is_none(string text) => Assert.False(AddressRange.TryParse(text, out _));
}
