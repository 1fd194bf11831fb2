using Microsoft.Extensions.Configuration;
using Orleans.Ingest.ServiceDefaults;
using Xunit;

namespace Orleans.Ingest.Tests.ServiceDefaults;

public sealed class MetricsEndpointTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("0")]
    public void Nothing_is_served_unless_a_port_is_named(string? port) => Assert.Null(MetricsEndpoint.Of(Configured(port, null)));

    [Fact]
    public void A_port_is_on_loopback_unless_an_address_is_named()
    {
        Assert.Equal(new MetricsEndpoint("127.0.0.1", 9464), MetricsEndpoint.Of(Configured("9464", null)));
        Assert.Equal(new MetricsEndpoint("10.1.2.3", 9464), MetricsEndpoint.Of(Configured("9464", "10.1.2.3")));
    }

    [Theory]
    [InlineData("70000", null, "Ingest:Metrics:Port is '70000'")]
    [InlineData("9464", "*", "Ingest:Metrics:Host is '*'")]
    public void What_cannot_be_listened_on_is_refused_with_the_fix(string port, string? host, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<InvalidDataException>(() => MetricsEndpoint.Of(Configured(port, host))).Message, StringComparison.Ordinal);

    private static IConfiguration Configured(string? port, string? host) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("Ingest:Metrics:Port", port), new("Ingest:Metrics:Host", host)]).Build();
}
