using Orleans.Ingest.ClickHouse;
using Orleans.Ingest.ClickHouse.Schema;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Schema;

public class TableDialectTests
{
    private static readonly ClickHouseOptions Replicated = new() { Cluster = "main", DeduplicationWindow = 20_000, DeduplicationTime = TimeSpan.FromDays(2), InsertTimeout = TimeSpan.FromSeconds(10) };

    public static TheoryData<string> Steps => [.. Migration.All.Select(step => step.Sql)];

    [Theory]
    [MemberData(nameof(Steps))]
    public void On_a_cluster_every_table_is_made_everywhere_replicated_and_remembers_tokens_for_as_long_as_configured(string step)
    {
        var sql = new TableDialect(Replicated).Fill(step);
        Assert.Matches(@"^CREATE TABLE IF NOT EXISTS \w+ ON CLUSTER 'main'\s", sql);
        Assert.Matches(@"\nENGINE = Replicated\w*MergeTree\b", sql);
        Assert.Contains("replicated_deduplication_window = 20000, replicated_deduplication_window_seconds = 172800", sql, StringComparison.Ordinal);
        Assert.DoesNotContain("non_replicated", sql, StringComparison.Ordinal);
        Assert.DoesNotContain('{', sql);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void On_one_server_every_table_is_a_plain_one_that_remembers_tokens_too(string step)
    {
        var sql = new TableDialect(new() { DeduplicationWindow = 30_000 }).Fill(step);
        Assert.DoesNotContain("ON CLUSTER", sql, StringComparison.Ordinal);
        Assert.DoesNotContain("Replicated", sql, StringComparison.Ordinal);
        Assert.Contains("non_replicated_deduplication_window = 30000", sql, StringComparison.Ordinal);
        Assert.DoesNotContain('{', sql);
    }

    [Fact]
    public void A_replica_that_is_down_holds_up_no_statement_that_changes_tables()
    {
        Assert.Equal("null_status_on_timeout", new TableDialect(Replicated).Settings["distributed_ddl_output_mode"]);
        Assert.Empty(new TableDialect(new()).Settings);
    }

    [Theory]
    [InlineData("auto"), InlineData("2")]
    public void On_a_cluster_an_insert_waits_for_its_quorum_and_no_longer_than_it_may_take(string quorum)
    {
        var settings = InsertSettings.Of(new() { Cluster = "main", InsertQuorum = quorum, InsertTimeout = TimeSpan.FromSeconds(10) });
        Assert.Equal((quorum, 8000L), (settings["insert_quorum"], settings["insert_quorum_timeout"]));
    }

    [Theory]
    [InlineData("", "auto"), InlineData("main", "1")]
    public void Without_a_cluster_or_with_a_quorum_of_one_it_waits_for_nobody(string cluster, string quorum) =>
        Assert.DoesNotContain("insert_quorum", InsertSettings.Of(new() { Cluster = cluster, InsertQuorum = quorum }).Keys);
}
