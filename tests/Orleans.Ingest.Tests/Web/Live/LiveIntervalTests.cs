using Orleans.Ingest.Contracts.Live;
using Orleans.Ingest.Web.Live;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Live;

public sealed class LiveIntervalTests
{
    [Fact]
    public void Everything_is_counted_and_a_few_of_each_kind_are_shown()
    {
        var interval = new LiveInterval();
        var shown = Enumerable.Range(0, 1000).Count(_ => interval.Count("busy.example", "stored", step: 3));
        Assert.Equal(LiveInterval.MaxEventsOfAKind, shown);
        Assert.True(interval.Count("rare.example", "bot", step: -1));

        var report = interval.ToReport("test", DateTime.UnixEpoch, TimeSpan.Zero, waiting: 2);
        Assert.Equal([new("busy.example", "stored", 1000), new LiveCount("rare.example", "bot", 1)], report.Counts);
        Assert.Equal(1000, report.Latency[3]);
        Assert.Equal(1000 - LiveInterval.MaxEventsOfAKind, report.Unshown);
    }

    [Fact]
    public void Ever_so_many_sites_neither_fill_a_report_nor_get_lost_in_the_count()
    {
        var interval = new LiveInterval();
        var shown = Enumerable.Range(0, 5000).Count(i => interval.Count($"s{i}.example", "bot", step: -1));
        Assert.Equal(LiveInterval.MaxEvents, shown);
        var report = interval.ToReport("test", DateTime.UnixEpoch, TimeSpan.Zero, waiting: 0);
        Assert.Equal(LiveInterval.MaxKinds + 1, report.Counts.Length);
        Assert.Equal(5000, report.Counts.Sum(count => count.Count));
        Assert.Equal(5000 - LiveInterval.MaxKinds, Assert.Single(report.Counts, count => count.Site == LiveOutcome.OtherSites).Count);
    }

    [Fact]
    public void An_event_that_was_counted_in_the_interval_before_is_shown_all_the_same()
    {
        var (before, after) = (new LiveInterval(), new LiveInterval());
        Assert.True(before.Count("rare.example", "bot", step: -1));
        Assert.True(after.IsEmpty);
        // Taken between an event's count and its description.
        after.Events.Add(new() { At = DateTime.UnixEpoch, Outcome = "bot", Site = "rare.example" });
        Assert.False(after.IsEmpty);
        var report = after.ToReport("test", DateTime.UnixEpoch, TimeSpan.Zero, waiting: 0);
        Assert.Single(report.Events);
        Assert.Equal(0, report.Unshown);
    }
}
