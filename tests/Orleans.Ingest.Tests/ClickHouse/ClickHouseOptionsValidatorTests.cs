using Orleans.Ingest.ClickHouse;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse;

public class ClickHouseOptionsValidatorTests
{
    [Fact]
    public void Replicas_of_a_cluster_are_usable() => Assert.Empty(Faults(new() { ConnectionString = "Host=a,b", Cluster = "main", InsertQuorum = "2" }));

    [Fact]
    public void Several_hosts_without_a_cluster_are_refused() => Assert.Contains("Ingest:ClickHouse:Cluster is empty", Assert.Single(Faults(new() { ConnectionString = "Host=a,b" })), StringComparison.Ordinal);

    [Theory]
    [InlineData("0"), InlineData("most"), InlineData(""), InlineData("-1")]
    public void A_quorum_is_a_number_or_auto(string quorum) => Assert.Contains("Ingest:ClickHouse:InsertQuorum", Assert.Single(Faults(new() { InsertQuorum = quorum })), StringComparison.Ordinal);

    [Fact]
    public void A_memory_of_tokens_that_is_too_short_is_refused()
    {
        var faults = Faults(new() { DeduplicationWindow = 999, DeduplicationTime = TimeSpan.FromMinutes(59) });
        Assert.Collection(
            faults,
            fault => Assert.Contains("Ingest:ClickHouse:DeduplicationWindow is 999", fault, StringComparison.Ordinal),
            fault => Assert.Contains("Ingest:ClickHouse:DeduplicationTime is 00:59:00", fault, StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> Faults(ClickHouseOptions options) => [.. new ClickHouseOptionsValidator().Validate(null, options).Failures ?? []];
}
