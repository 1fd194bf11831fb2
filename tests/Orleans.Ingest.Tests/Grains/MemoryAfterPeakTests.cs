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
        using var services = new ServiceCollection().AddMetrics().AddSingleton<GrainMetrics>().BuildServiceProvider();
        using var memory = new MemoryAfterPeak(services.GetRequiredService<GrainMetrics>(), null!, TimeProvider.System);
        (long Live, bool HasPassed)[] minutes = [(19_000, false), (0, false), (100_000, false), (120_000, false), (61_000, false), (60_000, true), (40_000, false), (30_000, true), (15_000, true), (0, false), (25_000, false), (0, true), (0, false)];
        Assert.Equal(minutes, minutes.Select(minute => (minute.Live, memory.HasPassed(minute.Live))));
    }
}
