using System.Globalization;
using Orleans.Ingest.Grains.Batching;
using Orleans.Ingest.Pipeline.Events;
using Xunit;

namespace Orleans.Ingest.Tests.Grains;

public sealed class DropCountersTests
{
    private static readonly DateTime _at = new(2026, 3, 1, 12, 0, 30, DateTimeKind.Utc);

    [Fact]
    public void Equal_drops_of_a_minute_are_one_count()
    {
        var counters = new DropCounters();
        counters.Add(_at, DropReason.Bot, 1, "a.example", 0);
        counters.Add(_at.AddSeconds(29), DropReason.Bot, 1, "a.example", 0);
        counters.Add(_at.AddSeconds(30), DropReason.Bot, 1, "a.example", 0);
        var counts = counters.Take()!;
        Assert.Equal([2UL, 1UL], counts.OrderBy(pair => pair.Key.Minute).Select(pair => pair.Value));
        Assert.True(counters.IsEmpty);
    }

    [Fact]
    public void Unknown_domains_beyond_a_thousand_an_hour_are_counted_as_other()
    {
        var counters = new DropCounters();
        for (var i = 0; i < 1500; i++) counters.Add(_at, DropReason.NotFound, null, i.ToString(CultureInfo.InvariantCulture), 0);
        counters.Add(_at, DropReason.NotFound, null, "7", 0);
        counters.Add(_at, DropReason.Bot, 1, "known.example", 0);
        var counts = counters.Take()!;
        Assert.Equal(DropCounters.MaxUnknownDomains + 2, counts.Count);
        Assert.Equal(500UL, counts.Single(pair => pair.Key.Domain == DropCounters.Other).Value);
        Assert.Equal(2UL, counts.Single(pair => pair.Key.Domain == "7").Value);
        counters.Add(_at.AddHours(1), DropReason.NotFound, null, "later.example", 0);
        Assert.Equal("later.example", counters.Take()!.Single().Key.Domain);
    }

    [Fact]
    public void What_could_not_be_appended_is_counted_with_the_next()
    {
        var counters = new DropCounters();
        counters.Add(_at, DropReason.Bot, 1, "a.example", 0);
        var taken = counters.Take()!;
        counters.Add(_at, DropReason.Bot, 1, "a.example", 0);
        counters.Return(taken);
        Assert.Equal(2UL, counters.Take()!.Single().Value);
    }

    [Fact]
    public void The_first_drop_since_the_last_append_says_so()
    {
        var counters = new DropCounters();
        Assert.True(counters.Add(_at, DropReason.Bot, 1, "a.example", 0));
        Assert.False(counters.Add(_at, DropReason.Bot, 1, "a.example", 0));
        counters.Take();
        Assert.True(counters.Add(_at, DropReason.Bot, 1, "a.example", 0));
    }
}
