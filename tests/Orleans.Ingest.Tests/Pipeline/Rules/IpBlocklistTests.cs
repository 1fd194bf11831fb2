using System.Net;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Rules;

public sealed class IpBlocklistTests
{
    [Theory]
    [InlineData("127.7.7.7", true)]
    [InlineData("127.7.7.8", false)]
    [InlineData("2001:db8::42", true)]
    [InlineData(null, false)]
    public void Addresses_and_ranges_match(string? address, bool blocked) =>
        Assert.Equal(
            blocked ? DropReason.SiteIpBlocklist : null,
            new Pipelines().Drop(
                Pipelines.From(context => context with { Address = address is null ? null : IPAddress.Parse(address) }),
                Builders.Sites.With(ips: ["127.7.7.7", "2001:db8::/32"])));
}
