using System.Collections.Immutable;
using FsCheck.Xunit;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;
using Xunit;
using static Orleans.Ingest.Tests.Pipeline.Builders.Visits;

namespace Orleans.Ingest.Tests.Pipeline.Sessions;

/// <summary>Stored visits, and what is left of them once some of their events are gone.</summary>
public sealed class VisitCutTests
{
    /// <summary>Whatever is taken out: what is left is what there would be had it never come. (Of an event's own source its row says nothing: a visit's rows have that of its first event.)</summary>
    [Property(MaxTest = 300)]
    public void What_is_left_is_what_there_would_be_without_the_others(byte[] gaps, int seed)
    {
        var random = new Random(seed);
        var events = Day(gaps.Take(40), random);
        var (stored, rows) = Store(events);
        bool IsCaught(StoredEvent one) => one.Event.Pathname == "/no";
        var cuts = stored.GroupBy(one => one.SessionId).Where(visit => visit.Any(IsCaught)).Select(visit => VisitCut.Of(visit, IsCaught, rows)!).ToList();
        Assert.All(cuts, cut => Assert.NotNull(cut.Replaced));

        var gone = cuts.SelectMany(cut => cut.Removed).ToHashSet();
        var left = rows.Except(cuts.Select(cut => cut.Replaced!)).Concat(cuts.SelectMany(cut => cut.Sessions)).OrderBy(session => session.Start).ToList();
        var (expectedEvents, expected) = Store([.. events.Where(e => e.Pathname != "/no")]);
        Assert.Equal(expected.Select(Row), left.Select(Row));
        Assert.Equal(expectedEvents.Select(one => one.Event), stored.Where(one => !gone.Contains(one.Position)).Select(one => one.Event));
        var moved = cuts.SelectMany(cut => cut.Moved).ToDictionary(move => move.Position, move => move.Session.SessionId);
        Assert.All(left, session => Assert.Equal(session.Events, stored.Count(one => !gone.Contains(one.Position) && !one.Event.IsEngagement && moved.GetValueOrDefault(one.Position, one.SessionId) == session.SessionId)));
    }

    [Fact]
    public void An_event_that_held_a_visit_together_leaves_two()
    {
        var (stored, rows) = Store([Pageview("/a"), Pageview("/no", 20 * 60), Pageview("/b", 40 * 60)]);
        var cut = Cut(stored, rows)!;
        Assert.Equal([("/a", "/a", 1), ("/b", "/b", 1)], cut.Sessions.Select(session => (session.EntryPage, session.ExitPage, session.Events)));
        Assert.Equal([2ul], cut.Removed);
        Assert.Equal([1ul, 3ul], cut.Moved.Select(move => move.Position));
        Assert.DoesNotContain(rows[0].SessionId, cut.Sessions.Select(session => session.SessionId));
        Assert.Equal(rows[0], cut.Replaced);
    }

    [Fact]
    public void A_visit_of_nothing_else_goes_with_the_engagement_that_belonged_to_it()
    {
        var (stored, rows) = Store([Pageview("/no"), Engagement(5)]);
        var cut = Cut(stored, rows)!;
        Assert.Empty(cut.Sessions);
        Assert.Equal([1ul, 2ul], cut.Removed);
    }

    [Fact]
    public void Tried_again_after_its_rows_were_appended_it_comes_to_the_same_and_appends_nothing()
    {
        var (stored, rows) = Store([Pageview("/a"), Pageview("/no", 60), Pageview("/b", 120)]);
        var first = Cut(stored, rows)!;
        var again = Cut(stored, [.. first.Sessions])!;
        Assert.Null(again.Replaced);
        Assert.Equal(first.Sessions.Select(session => session.SessionId), again.Sessions.Select(session => session.SessionId));
        Assert.Equal(first.Removed, again.Removed);
    }

    /// <summary>The last events are given their new visit first, some in a statement: a crash in between leaves a visit's beginning under its old id.</summary>
    [Property(MaxTest = 300)]
    public void Tried_again_after_some_of_its_events_were_moved_it_moves_the_others_as_before(byte[] gaps, int seed)
    {
        var random = new Random(seed);
        var (stored, rows) = Store(Day(gaps.Take(40), random));
        foreach (var visit in stored.GroupBy(one => one.SessionId).Where(visit => visit.Any(one => one.Event.Pathname == "/no")))
        {
            var first = Cut([.. visit], rows)!;
            var before = random.Next(first.Moved.Length + 1);
            var moved = first.Moved.Skip(before).Select(move => move.Position).ToHashSet();
            var again = Cut([.. visit.Where(one => !moved.Contains(one.Position))], first.Sessions)!;
            Assert.Null(again.Replaced);
            Assert.Equal(first.Moved.Take(before).Select(move => (move.Position, move.Session.SessionId)), again.Moved.Select(move => (move.Position, move.Session.SessionId)));
            Assert.Equal(first.Removed, again.Removed);
        }
    }

    [Fact]
    public void Rows_that_do_not_add_up_are_left_as_they_are()
    {
        var (stored, rows) = Store([Pageview("/a"), Pageview("/no", 60)]);
        Assert.Null(Cut(stored, [rows[0] with { Events = 3 }]));
        Assert.Null(Cut(stored, []));
    }

    private static CutVisit? Cut(IReadOnlyList<StoredEvent> stored, IReadOnlyCollection<SessionState> rows) => VisitCut.Of(stored, one => one.Event.Pathname == "/no", rows);

    /// <summary>As the visitor's grain stores events in the order of their times: all with one source, as if it had been the first's.</summary>
    private static (List<StoredEvent> Events, List<SessionState> Rows) Store(IReadOnlyList<IngestEvent> events)
    {
        var stored = new List<StoredEvent>();
        var rows = new List<SessionState>();
        ulong id = 0;
        foreach (var sent in events)
        {
            var e = sent with { Visit = VisitAttributes.Empty };
            id++;
            var step = SessionStep.Apply(rows.LastOrDefault(), e, 1000 + id);
            if (step.Session is not { } session) continue;
            if (step.IsNew) rows.Add(session);
            else rows[^1] = session;
            stored.Add(new(id, session.SessionId, e));
        }

        return (stored, rows);
    }

    /// <summary>Engagement is of the page that was seen last: what drops the page drops it too.</summary>
    private static List<IngestEvent> Day(IEnumerable<byte> gaps, Random random)
    {
        var (at, events, page) = (0.0, new List<IngestEvent>(), "/a");
        foreach (var gap in gaps)
        {
            at += 1 + (gap * 15);
            switch (random.Next(5))
            {
                case 0 when events.Count > 0:
                    events.Add(Engagement(at) with { Pathname = page });
                    break;
                case 1:
                    events.Add(Custom("Signup", at, interactive: random.Next(2) == 0) with { Pathname = page });
                    break;
                default:
                    page = random.Next(3) == 0 ? "/no" : $"/{random.Next(4)}";
                    events.Add(Pageview(page, at));
                    break;
            }
        }

        return events;
    }

    private static string Row(SessionState session) =>
        $"{session.Start:O} {session.Timestamp:O} {session.EntryPage} {session.ExitPage} {session.Hostname} {session.IsBounce} {session.Pageviews} {session.Events} {session.Duration} {string.Join(',', session.EntryProps)}";
}
