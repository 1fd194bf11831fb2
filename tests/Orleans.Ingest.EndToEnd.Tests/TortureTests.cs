using Orleans.Ingest.Torture;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>The torture command, in short (docs/guarantees.md has the long one).</summary>
public sealed class TortureTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Whatever_is_killed_under_load_every_acknowledged_event_is_stored_once_and_the_audit_is_clean()
    {
        // The order of this seed: the service, both, ClickHouse.
        var report = await new TortureRun(new() { Rounds = 3, Rate = 300, Connections = 16, Visitors = 100, Calm = TimeSpan.FromSeconds(2), Seed = 1 }, output.WriteLine).RunAsync();
        Assert.True(report.Holds, report.ToString());
        Assert.NotEqual(0, report.Ledger[Answer.Accepted]);
        Assert.Equal((2, 1), (report.ServiceRecoveries.Count, report.ClickHouseRecoveries.Count));
    }
}
