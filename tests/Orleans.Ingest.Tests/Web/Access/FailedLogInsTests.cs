using System.Net;
using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.Web.Access;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Access;

public sealed class FailedLogInsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FailedLogIns _failed;

    public FailedLogInsTests() => _failed = new(_time);

    [Fact]
    public void After_ten_wrong_keys_an_address_waits_a_minute_and_others_do_not()
    {
        var address = IPAddress.Parse("192.0.2.1");
        for (var i = 0; i < FailedLogIns.MaxOfAddress; i++)
        {
            Assert.False(_failed.MustWait(address));
            _failed.Add(address, $"wrong {i}");
        }

        Assert.True(_failed.MustWait(address));
        Assert.True(_failed.MustWait(address.MapToIPv6()));
        Assert.False(_failed.MustWait(IPAddress.Parse("192.0.2.2")));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(_failed.MustWait(address));
    }

    [Fact]
    public void Addresses_of_one_IPv6_network_share_a_count()
    {
        for (var i = 0; i < FailedLogIns.MaxOfAddress; i++) _failed.Add(IPAddress.Parse($"2001:db8::{i + 1:x}"), $"wrong {i}");
        Assert.True(_failed.MustWait(IPAddress.Parse("2001:db8::ffff")));
        Assert.False(_failed.MustWait(IPAddress.Parse("2001:db8:0:1::1")));
    }

    [Fact]
    public void The_same_wrong_key_again_is_no_try()
    {
        var address = IPAddress.Parse("192.0.2.1");
        for (var i = 0; i < 100; i++) _failed.Add(address, "revoked");
        Assert.False(_failed.MustWait(address));
    }

    [Fact]
    public void A_flood_from_many_addresses_does_not_fill_the_memory()
    {
        for (var i = 0; i < 10_000 + FailedLogIns.MaxOfAddress; i++) _failed.Add(new([10, (byte)(i >> 16), (byte)(i >> 8), (byte)i]), $"wrong {i}");
        Assert.True(_failed.MustWait(null));
        // Neither is one that comes later let try as often as it likes.
        Assert.True(_failed.MustWait(IPAddress.Parse("192.0.2.1")));
    }
}
