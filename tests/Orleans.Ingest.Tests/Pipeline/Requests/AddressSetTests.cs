using System.Net;
using FsCheck.Xunit;
using Orleans.Ingest.Pipeline.Requests;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Requests;

public sealed class AddressSetTests
{
    [Theory]
    [InlineData("10.0.0.0", true)]
    [InlineData("10.255.255.255", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("11.0.0.0", false)]
    [InlineData("9.255.255.255", false)]
    [InlineData("192.0.2.7", true)]
    [InlineData("192.0.2.8", false)]
    [InlineData("2001:db8::", true)]
    [InlineData("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db9::", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    public void Ranges_hold_their_first_and_last_address(string address, bool expected) =>
        Assert.Equal(expected, Set("10.0.0.0/8", "192.0.2.7", "2001:db8::/32").Contains(IPAddress.Parse(address)));

    [Fact]
    public void Overlapping_and_adjacent_ranges_are_one()
    {
        Assert.Equal(1, Set("10.0.0.0/9", "10.128.0.0/9", "10.1.0.0/16", "10.0.0.1").Count);
        Assert.Equal(1, Set("::/0", "ffff::/16", "0.0.0.0/0").Count);
        Assert.Equal(2, Set("10.0.0.0", "10.0.0.2").Count);
    }

    [Fact]
    public void An_empty_set_holds_nothing() => Assert.False(AddressSet.Empty.Contains(IPAddress.Loopback));

    [Property]
    public void A_set_holds_what_one_of_its_ranges_holds((ushort Network, byte Prefix)[] ranges, ushort[] addresses)
    {
        // The low 16 bits of one network, so that ranges meet.
        AddressRange[] parsed = [.. ranges.Select(range => Range($"10.0.{range.Network >> 8}.{range.Network & 255}/{16 + range.Prefix % 17}"))];
        var set = AddressSet.Of(parsed);
        foreach (var address in addresses.Select(low => IPAddress.Parse($"10.0.{low >> 8}.{low & 255}")))
            Assert.Equal(parsed.Any(range => range.Contains(address)), set.Contains(address));
    }

    [Fact]
    public void A_list_of_200000_ranges_is_read_and_asked_a_million_times()
    {
        var lines = Enumerable.Range(0, 100_000).SelectMany(i => (string[])[$"{i % 200 + 1}.{i / 200 % 256}.{i / 51200 * 16}.0/28", $"2001:{i % 65536:x}:{i / 65536:x}::/48"]);
        var set = AddressList.Read(lines, "list");
        Assert.True(set.Count > 100_000, $"{set.Count} ranges");
        var address = IPAddress.Parse("100.100.0.7");
        // With a look at each range this would take minutes.
        Assert.Equal(1_000_000, Enumerable.Range(0, 1_000_000).Count(_ => set.Contains(address)));
    }

    private static AddressSet Set(params string[] ranges) => AddressSet.Of(ranges.Select(Range));

    private static AddressRange Range(string text) => AddressRange.TryParse(text, out var range) ? range : throw new FormatException(text);
}
