using ClickHouse.Driver.ADO;
using Orleans.Ingest.ClickHouse.Connections;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Connections;

public class ReplicaHostsTests
{
    [Theory]
    [InlineData("Host=a", "a:8123")]
    [InlineData("Host=a,b;Port=9000", "a:9000", "b:9000")]
    [InlineData("Host=a, b:8124 ,", "a:8123", "b:8124")]
    [InlineData("Host=a:8124", "a:8124")]
    [InlineData("Host=[::1]:8124,[::2];Port=8125", "[::1]:8124", "[::2]:8125")]
    [InlineData("Host=::1", "::1:8123")]
    public void Every_host_has_its_own_port_or_that_of_all(string connectionString, params string[] expected) =>
        Assert.Equal(expected, ReplicaHosts.Of(connectionString).Select(one => new ClickHouseConnectionStringBuilder(one)).Select(one => $"{one.Host}:{one.Port}"));

    [Fact]
    public void What_else_is_said_holds_for_every_host() =>
        Assert.All(ReplicaHosts.Of("Host=a,b;Database=stats;Username=ingest;Password=x;y=z"), one =>
        {
            var parsed = new ClickHouseConnectionStringBuilder(one);
            Assert.Equal(("stats", "ingest", "x"), (parsed.Database, parsed.Username, parsed.Password));
        });

    [Theory]
    [InlineData("Host=a:b,c")]
    [InlineData("Host=,")]
    public void A_host_without_a_name_or_with_a_port_that_is_none_is_refused(string connectionString) => Assert.Throws<FormatException>(() => ReplicaHosts.Of(connectionString));
}
