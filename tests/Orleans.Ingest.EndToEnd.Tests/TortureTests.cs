using Orleans.Ingest.Drivers;
using Orleans.Ingest.Torture;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>The torture command, in short (docs/guarantees.md has the long one).</summary>
public sealed class TortureTests(ITestOutputHelper output)
{
    private static readonly TortureOptions _short = new() { Rate = 300, Connections = 16, Visitors = 100, Calm = TimeSpan.FromSeconds(2) };

    [Fact]
    public async Task Whatever_is_killed_under_load_every_acknowledged_event_is_stored_once_and_the_audit_is_clean()
    {
        // The order of this seed: the service, both, ClickHouse.
        await using var target = await EmbeddedTarget.StartAsync();
        var report = await new TortureRun(target, _short with { Rounds = 3, Seed = 1 }, output.WriteLine).RunAsync();
        Assert.True(report.Holds, report.ToString());
        Assert.NotEqual(0, report.Ledger[Answer.Accepted]);
        Assert.Equal(["service", "both", "ClickHouse"], report.Outcomes.Select(outcome => outcome.Blow.Kind));
    }

    [Fact]
    public async Task Whatever_member_of_a_cluster_dies_stalls_or_is_rolled_every_acknowledged_event_is_stored_once_and_the_audit_is_clean()
    {
        // Where many processes share few cores, a silo is found dead, and another starts, later than an event waits by default.
        await using var target = await ClusterTarget.StartAsync(2, 2, ("Ingest__RetryBudget", "00:00:45"));
        var report = await new TortureRun(target, _short with { Rounds = 4, Rate = 150, Seed = 1 }, output.WriteLine).RunAsync();
        Assert.True(report.Holds, report.ToString());
        Assert.NotEqual(0, report.Ledger[Answer.Accepted]);
        Assert.Equal(4, report.Outcomes.Count);
    }

    [Fact]
    public async Task In_a_cluster_that_is_cut_in_two_every_session_and_every_queue_lives_twice_and_yet_every_acknowledged_event_is_stored_once_and_the_audit_is_clean()
    {
        await using var target = await ClusterTarget.StartSplitAsync(2, 2, ClusterProcesses.SeveralQueues, ("Ingest__RetryBudget", "00:00:45"));
        var report = await new TortureRun(target, _short with { Rounds = 2, Rate = 150, Seed = 3, Kinds = ["silo stalled", "ClickHouse"] }, output.WriteLine).RunAsync();
        Assert.True(report.Holds, report.ToString());
        // An even number went to one half, an odd one to the other.
        var shared = await target.ClickHouse.QueryAsync("SELECT count() FROM (SELECT session_id FROM events_v2 GROUP BY session_id HAVING uniqExact(toUInt64OrZero(substring(pathname, 4)) % 2) = 2)");
        Assert.NotEqual("0", Assert.Single(shared));
    }
}
