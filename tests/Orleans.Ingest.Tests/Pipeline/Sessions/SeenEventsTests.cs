using FsCheck.Xunit;
using Orleans.Ingest.Pipeline.Sessions;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Sessions;

public sealed class SeenEventsTests
{
    /// <summary>They share their memory, so each is looked at again when all are made: none may have changed by what was made of it, however often that was.</summary>
    [Property]
    public void What_is_made_of_another_has_all_in_the_order_of_births_and_leaves_the_other_as_it_was((byte From, byte Forgets, (byte Id, byte Born)[] Adds)[] steps)
    {
        var made = new List<(SeenEvents Seen, List<SeenEvent> Expected)> { (SeenEvents.None, []) };
        foreach (var (from, forgets, adds) in steps)
        {
            // Of one of the newest three, so that two are often made of the same one.
            var (seen, expected) = made[^(1 + (from % Math.Min(3, made.Count)))];
            var oldest = Math.Min(forgets % 3, expected.Count);
            var born = expected.Count == 0 ? 1_000 : expected[^1].Born.Ticks;
            // Mostly in the order of their births.
            var events = adds.Select(add => new SeenEvent(new(add.Id, 0), new(born += add.Born % 5 == 0 ? -4 : add.Born % 3, DateTimeKind.Utc))).ToArray();
            made.Add((seen.Without(oldest).With(events), Added(expected.Skip(oldest), events)));
        }

        Assert.All(made, one => Assert.Equal(one.Expected, one.Seen));
    }

    private static List<SeenEvent> Added(IEnumerable<SeenEvent> before, IEnumerable<SeenEvent> events)
    {
        var all = before.ToList();
        foreach (var e in events.Where(e => !all.Exists(other => other.Id == e.Id))) all.Insert(all.FindLastIndex(other => other.Born <= e.Born) + 1, e);
        return all;
    }
}
