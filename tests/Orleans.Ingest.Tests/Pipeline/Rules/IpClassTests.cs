using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Rules;

public sealed class IpClassTests
{
    [Theory]
    [InlineData(IpClass.None, null)]
    [InlineData(IpClass.Datacentre, DropReason.DatacentreIp)]
    [InlineData(IpClass.Threat, DropReason.ThreatIp)]
    [InlineData(IpClass.AnonymousVpn, null)]
    public void Class_decides(IpClass ipClass, DropReason? expected) =>
        Assert.Equal(expected, new Pipelines().Drop(Pipelines.From(context => context with { IpClass = ipClass }), Builders.Sites.With()));
}
