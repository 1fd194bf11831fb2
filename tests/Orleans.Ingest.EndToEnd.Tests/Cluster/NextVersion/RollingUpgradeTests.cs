using System.Globalization;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.Torture;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Cluster.NextVersion;

/// <summary>Two builds of the program in one cluster, whose messages differ by a field.</summary>
public sealed class RollingUpgradeTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Rolled_member_by_member_to_the_next_version_under_load_a_cluster_refuses_no_event_and_splits_no_session()
    {
        using var next = await NextVersionBuild.RunAsync();
        await using var cluster = await ClusterProcesses.StartAsync(2, 2, ClusterProcesses.SeveralQueues, ("Ingest__RetryBudget", "00:00:45"));
        await using var sender = new EventSender([.. cluster.FrontEnds.Select(member => member.Url)], new() { Rate = 100, Connections = 16, Visitors = 100 });
        await sender.AcceptedAsync(_patience);
        using var visitors = new CheckedVisitors(cluster);
        await visitors.BeginAsync();
        await visitors.CheckAsync();

        // In this order each version's front end calls the other version's silo, and each version's silo the other's.
        foreach (var member in cluster.Silos.Zip(cluster.FrontEnds).SelectMany(pair => new[] { pair.First, pair.Second }))
        {
            await RollAsync(cluster, sender, member, [next.Program]);
            await visitors.CheckAsync();
        }

        await sender.StopAsync();
        Assert.Equal(5 * 2 * CheckedVisitors.Count, visitors.Checks);

        Assert.Equal((0, 0), (sender.Ledger[Answer.Refused], sender.Ledger[Answer.Unexpected]));
        await cluster.ClickHouse.EventuallyAsync(
            string.Create(CultureInfo.InvariantCulture, $"SELECT uniqExact(pathname) >= {sender.Ledger[Answer.Accepted]} FROM events_v2 WHERE startsWith(pathname, '/e/')"), _patience, "1");
        var stored = await StoredEvents.ReadAsync(cluster.ClickHouse, sender.Ledger);
        Assert.Empty(stored.Lost.Concat(stored.Doubled).Concat(stored.Strangers));
        await cluster.ClickHouse.EventuallyAsync("SELECT uniqExact(session_id) = uniqExact(user_id), sum(sign) = uniqExact(session_id) FROM sessions_v2", _patience, "1\t1");
        var (audit, status) = await cluster.ClickHouse.AuditAsync();
        Assert.True(status == 0, audit);
    }

    private static async Task RollAsync(ClusterProcesses cluster, EventSender sender, (ProgramProcess Process, Uri Url) member, IReadOnlyList<string> program)
    {
        Assert.Equal(0, await member.Process.StopAsync(_patience));
        member.Process.Arguments = program;
        member.Process.Start();
        await cluster.HealthyAsync(member);
        await sender.AcceptedAsync(_patience);
    }
}
