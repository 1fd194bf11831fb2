using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.Pipeline.Sessions;
using Orleans.Ingest.Web.Events;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Events;

public sealed class BirthsTests
{
    [Fact]
    public void A_visitor_who_was_there_before_the_clock_was_set_back_can_be_judged_after_it()
    {
        var clock = new FakeTimeProvider(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var births = new Births(clock);
        var snapshot = new SessionSnapshot(0, null, [], DateTime.MinValue);
        var id = 0UL;
        for (var minute = 0; minute < 10; minute++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            Visit();
        }

        clock.AdjustTime(clock.GetUtcNow() - TimeSpan.FromHours(1));
        // More than the snapshot remembers, all within one tick of the clock.
        for (var i = 0; i < 3 * SessionSnapshot.MaxSeen; i++) Visit();
        clock.Advance(TimeSpan.FromHours(25));
        Visit();
        Assert.Equal(clock.GetUtcNow().UtcDateTime, snapshot.Seen[^1].Born);

        void Visit()
        {
            var seen = new SeenEvent(new(++id, 0), births.Next());
            Assert.True(snapshot.CanJudge(seen));
            snapshot = snapshot.Remember(seen);
        }
    }

    [Fact]
    public void No_two_events_are_born_at_once_however_many_come()
    {
        var births = new Births(new FakeTimeProvider());
        var all = new ConcurrentBag<DateTime>();
        Parallel.For(0, 10_000, _ => all.Add(births.Next()));
        Assert.Equal(all.Count, all.Distinct().Count());
    }
}
