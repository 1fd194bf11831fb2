using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.Grains.Sessions;
using Orleans.Ingest.Grains.Telemetry;
using Xunit;

namespace Orleans.Ingest.Tests.Grains;

public sealed class MemoryAfterPeakTests
{
    [Fact]
    public void It_collects_once_for_each_half_of_a_crowd_that_goes()
    {
        (long Live, bool IsWorthIt)[] minutes = [(19_000, false), (0, false), (100_000, false), (120_000, false), (61_000, false), (60_000, true), (40_000, false), (30_000, true), (15_000, true), (0, false), (25_000, false), (0, true), (0, false)];
        using var services = Services();
        using var memory = Memory(services);
        // However many snapshots the log holds meanwhile.
        Assert.Equal(minutes, minutes.Select(minute => (minute.Live, memory.IsWorthIt(minute.Live, 1_000_000))));
    }

    [Fact]
    public void It_collects_again_when_the_snapshots_of_a_crowd_go_unless_another_one_is_there()
    {
        (long Live, long Snapshots, bool IsWorthIt)[] minutes =
        [
            (300_000, 1_800_000, false), (0, 1_800_000, true), (0, 1_000_000, false), (0, 0, true), (0, 0, false),
            (0, 190_000, false), (0, 0, false), (300_000, 1_800_000, false), (290_000, 800_000, false), (10_000, 800_000, true), (10_000, 300_000, true),
        ];
        using var services = Services();
        using var memory = Memory(services);
        Assert.Equal(minutes, minutes.Select(minute => (minute.Live, minute.Snapshots, memory.IsWorthIt(minute.Live, minute.Snapshots))));
    }

    private static ServiceProvider Services() => new ServiceCollection().AddMetrics().AddSingleton<GrainMetrics>().BuildServiceProvider();

    private static MemoryAfterPeak Memory(ServiceProvider services) => new(services.GetRequiredService<GrainMetrics>(), null!, TimeProvider.System);
}
