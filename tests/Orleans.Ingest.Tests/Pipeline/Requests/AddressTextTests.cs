using System.Net;
using Orleans.Ingest.Pipeline.Requests;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Requests;

public sealed class AddressTextTests
{
    [Theory]
    [InlineData("1.2.3.4", "1.2.3.4")]
    [InlineData("1.2.3.4:99", "1.2.3.4")]
    [InlineData(" 1.2.3.4 ", "1.2.3.4")]
    [InlineData("2001:DB8::1", "2001:db8::1")]
    [InlineData("[2001:db8::1]", "2001:db8::1")]
    [InlineData("[2001:db8::1]:99", "2001:db8::1")]
    [InlineData("::ffff:1.2.3.4", "1.2.3.4")]
    [InlineData("[::ffff:1.2.3.4]:99", "1.2.3.4")]
    public void Port_and_brackets_are_removed(string text, string expected)
    {
        Assert.True(AddressText.TryParseWithPort(text, out var address));
        Assert.Equal(expected, address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("unknown")]
    [InlineData("1")]
    [InlineData("1.2.3")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("010.0.0.1")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.4.5")]
    [InlineData("fe80::1%eth0")]
    [InlineData("2001:db8::g")]
    [InlineData("[")]
    [InlineData("[]:1")]
    [InlineData("_hidden")]
    [InlineData("1.2.3.4/8")]
    public void What_is_no_full_address_is_none(string text) => Assert.False(AddressText.TryParseWithPort(text, out _));

    [Fact]
    public void Scope_of_an_address_is_no_part_of_it() =>
        Assert.Equal("fe80::1", AddressText.Plain(IPAddress.Parse("fe80::1%3")).ToString());
}
