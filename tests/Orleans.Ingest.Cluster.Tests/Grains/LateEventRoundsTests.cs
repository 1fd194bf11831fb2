using Orleans.Ingest.Cluster.Tests.ClickHouse;
using Orleans.Ingest.Contracts.Upkeep;
using Xunit;
using static Orleans.Ingest.Cluster.Tests.Grains.WriterVisitors;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>Events that come late while ClickHouse is still moving others.</summary>
public sealed class LateEventRoundsTests(ChdbServer server)
{
    private const string Mutations = "SELECT toString(count()) FROM system.mutations WHERE database = currentDatabase() AND table = 'events_v2'";

    [Fact]
    public async Task What_comes_late_while_events_are_being_moved_is_moved_together_afterwards()
    {
        await using var silo = await StartAsync(server);
        await silo.Database.ExecuteAsync("SYSTEM STOP MERGES events_v2");
        await TwoVisitsInOneAsync(silo, 1);
        await IsAsync(silo, Mutations, "1");

        for (ulong visitor = 2; visitor <= 4; visitor++) await TwoVisitsInOneAsync(silo, visitor);
        await IsAsync(silo, "SELECT toString(count()) FROM events_v2", "8");
        await silo.Grains.GetGrain<IUpkeepGrain>(0).LateEventsAsync();
        // What does not happen cannot be awaited: four steps of the grain.
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
        await IsAsync(silo, Mutations, "1");

        await silo.Database.ExecuteAsync("SYSTEM START MERGES events_v2");
        await IsAsync(silo, Visits, "1 /a /b 2", "2 /a /b 2", "3 /a /b 2", "4 /a /b 2");
        await IsAsync(silo, "SELECT toString(uniqExact(session_id)) FROM events_v2", "4");
        await IsAsync(silo, Mutations, "2");
    }

    /// <summary>The second comes late, and before the first.</summary>
    private static async Task TwoVisitsInOneAsync(WriterSilo silo, ulong visitor)
    {
        await StoreAsync(silo, visitor, HourAgo, "/b");
        await StoreAsync(silo, visitor, HourAgo.AddMinutes(-5), "/a");
    }
}
