using System.Collections.Immutable;
using FsCheck.Xunit;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;
using Xunit;
using static Orleans.Ingest.Tests.Pipeline.Builders.Visits;

namespace Orleans.Ingest.Tests.Pipeline.Sessions;

/// <summary>Events of one visitor that come late and in any order, stored as the visitor's grain stores them, then put in order.</summary>
public sealed class VisitOrderTests
{
    private readonly List<StoredEvent> _stored = [];
    private readonly Dictionary<ulong, SessionState> _rows = [];
    private ulong _id;

    /// <summary>Whatever the order, and whenever what is stored is put in order: the visits are those of the events in the order of their times.</summary>
    [Property(MaxTest = 300)]
    public void Any_order_makes_the_visits_that_the_right_order_makes(byte[] gaps, int seed, byte puts)
    {
        // One object for all examples.
        _stored.Clear();
        _rows.Clear();
        var random = new Random(seed);
        var events = Day(gaps.Take(40), random);
        IngestEvent[] shuffled = [.. events];
        random.Shuffle(shuffled);
        foreach (var some in shuffled.Chunk((puts % 40) + 1))
        {
            Store(some);
            PutInOrder();
        }

        var expected = InOrder(events);
        Assert.Equal(expected.Select(Row), _rows.Values.OrderBy(session => session.Start).Select(Row));
        Assert.All(_stored, stored => Assert.Equal(_rows[stored.SessionId].Visit.UtmSource, stored.Event.Visit.UtmSource));
        Assert.All(_rows.Values, session => Assert.Equal(session.Events, _stored.Count(stored => stored.SessionId == session.SessionId)));
    }

    [Fact]
    public void An_event_between_two_visits_makes_them_one_and_the_first_gives_its_attributes()
    {
        Store(Tagged(Pageview("/a"), "first"), Tagged(Pageview("/b", 50 * 60), "second"));
        Assert.Equal(2, _rows.Count);
        Store(Tagged(Pageview("/between", 25 * 60), "third"));
        PutInOrder();
        var session = Assert.Single(_rows.Values);
        Assert.Equal(("/a", "/b", 3, 3000u, "first"), (session.EntryPage, session.ExitPage, session.Events, session.Duration, session.Visit.UtmSource));
    }

    [Fact]
    public void Before_a_visit_it_begins_it()
    {
        Store(Tagged(Pageview("/b", 20 * 60), "second"));
        Store(Tagged(Pageview("/a"), "first"));
        PutInOrder();
        var session = Assert.Single(_rows.Values);
        Assert.Equal(("/a", "/b", false, "first"), (session.EntryPage, session.ExitPage, session.IsBounce, session.Visit.UtmSource));
    }

    [Fact]
    public void Rows_that_do_not_add_up_are_left_as_they_are()
    {
        Store(Pageview("/a"), Pageview("/b", 50 * 60), Pageview("/between", 25 * 60));
        var run = Assert.Single(VisitOrder.Torn(Places(), _ => true));
        var first = _rows.Values.First();
        Assert.Null(VisitOrder.Join(_stored, [first]));
        Assert.Null(VisitOrder.Join(_stored.Skip(1), [.. _rows.Values]));
        Assert.NotNull(VisitOrder.Join(_stored, [.. _rows.Values]));
        Assert.Equal(3, run.Length);
    }

    [Fact]
    public void Only_runs_with_an_event_that_came_late_and_of_this_log_are_looked_at()
    {
        Store(Pageview("/a"), Pageview("/b", 50 * 60), Pageview("/between", 25 * 60));
        Assert.Empty(VisitOrder.Torn(Places(), _ => false));
        Assert.Empty(VisitOrder.Torn([.. Places(), new(0, 99, _stored[0].Event.Timestamp)], _ => true));
    }

    [Fact]
    public void Told_again_after_half_of_it_was_done_it_only_moves_the_events()
    {
        Store(Pageview("/a"), Pageview("/b", 50 * 60), Pageview("/between", 25 * 60));
        var visit = VisitOrder.Join(_stored, [.. _rows.Values])!;
        Assert.False(visit.IsStored);
        var again = VisitOrder.Join(_stored, [visit.Session])!;
        Assert.True(again.IsStored);
        Assert.Equal(visit.Moved, again.Moved);
    }

    private IEnumerable<PlacedEvent> Places() => _stored.Select(stored => new PlacedEvent(stored.Position, stored.SessionId, stored.Event.Timestamp));

    /// <summary>As the visitor's grain does; what it knows of him ends with the call.</summary>
    private void Store(params ReadOnlySpan<IngestEvent> events)
    {
        var sessions = VisitorSessions.None;
        foreach (var e in events)
        {
            var alive = sessions.Find(e.Timestamp);
            if (alive is not null && SessionStep.IsOutOfOrder(alive, e, born: e.Timestamp.AddDays(2))) alive = null;
            var session = SessionStep.Apply(alive, e, ++_id).Session!;
            sessions = sessions.With(session);
            _rows[session.SessionId] = session;
            _stored.Add(new((ulong)_stored.Count + 1, session.SessionId, e with { Visit = session.Visit }));
        }
    }

    private void PutInOrder()
    {
        foreach (var run in VisitOrder.Torn(Places(), _ => true).ToList())
        {
            var positions = run.Select(place => place.Position).ToHashSet();
            var visit = VisitOrder.Join(_stored.Where(stored => positions.Contains(stored.Position)), [.. _rows.Values]);
            Assert.NotNull(visit);
            foreach (var replaced in visit.Replaced) _rows.Remove(replaced.SessionId);
            _rows[visit.Session.SessionId] = visit.Session;
            foreach (var position in visit.Moved)
            {
                var at = (int)position - 1;
                _stored[at] = _stored[at] with { SessionId = visit.Session.SessionId, Event = _stored[at].Event with { Visit = visit.Session.Visit } };
            }
        }
    }

    private static ImmutableArray<SessionState> InOrder(IEnumerable<IngestEvent> events)
    {
        var (sessions, ended) = ((SessionState?)null, ImmutableArray.CreateBuilder<SessionState>());
        ulong id = 0;
        foreach (var e in events)
        {
            var next = SessionStep.Apply(sessions, e, ++id).Session!;
            if (sessions is not null && next.SessionId != sessions.SessionId) ended.Add(sessions);
            sessions = next;
        }

        if (sessions is not null) ended.Add(sessions);
        return ended.ToImmutable();
    }

    /// <summary>Distinct times, of which the order is sure; gaps around the half hour among them.</summary>
    private static IngestEvent[] Day(IEnumerable<byte> gaps, Random random)
    {
        var (events, at) = (new List<IngestEvent>(), 0);
        foreach (var gap in gaps)
        {
            at += (gap % 4) switch { 0 => 1 + gap, 1 => 1799 + (gap % 5), 2 => 20 * 60, _ => gap * 20 } + 1;
            var e = Pageview($"/{events.Count}", at);
            events.Add(Tagged(random.Next(3) == 0 ? e with { Name = "Signup", Interactive = random.Next(2) == 0 } : e, $"{events.Count}"));
        }

        return [.. events];
    }

    private static IngestEvent Tagged(IngestEvent e, string source) => e with { Visit = e.Visit with { UtmSource = source }, Props = [new("n", source)] };

    private static object Row(SessionState session) => (
        session.Start, session.Timestamp, session.Hostname, session.EntryPage, session.ExitPage, session.IsBounce, (session.Pageviews, session.Events, session.Duration),
        session.Visit.UtmSource, string.Join(',', session.EntryProps));
}
