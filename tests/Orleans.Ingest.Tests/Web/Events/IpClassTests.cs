using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Tests.Web.Fakes;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Events;

public sealed class IpClassTests
{
    private const string Listed = "192.0.2.7";

    [Theory]
    [InlineData(Listed, null, DropReason.DatacentreIp)]
    [InlineData(Listed, "threat_ip", DropReason.ThreatIp)]
    [InlineData(Listed, "anonymous_vpn_ip", null)]
    [InlineData(Listed, "residential", DropReason.DatacentreIp)]
    [InlineData("203.0.113.1", null, null)]
    [InlineData("203.0.113.1", "dc_ip", DropReason.DatacentreIp)]
    public async Task A_list_says_what_the_trusted_header_does_not(string address, string? header, DropReason? expected)
    {
        var lists = IpLists.None with { Datacentre = AddressList.Read(["192.0.2.0/24"], "list") };
        await using var web = await WebHost.StartAsync(null, services => services.AddSingleton<IIpClassifier>(lists));
        web.Cluster.AddSite("example.com");
        (string, string)[] headers = header is null ? [("X-Forwarded-For", address)] : [("X-Forwarded-For", address), ("x-plausible-ip-type", header)];
        await web.PageviewAsync("example.com", headers);
        Assert.Equal(expected, web.Drops.TryDequeue(out var drop) ? drop.Reason : null);
        Assert.Equal(expected is null ? 1 : 0, web.Cluster.Recorded.Count);
    }
}
