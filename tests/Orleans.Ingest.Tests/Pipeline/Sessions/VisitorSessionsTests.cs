using FsCheck.Xunit;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;
using Xunit;
using static Orleans.Ingest.Tests.Pipeline.Builders.Visits;

namespace Orleans.Ingest.Tests.Pipeline.Sessions;

public sealed class VisitorSessionsTests
{
    private const int Minute = 60;
    private ulong _id;

    [Fact]
    public void A_late_event_goes_into_the_session_of_its_time_and_the_newest_stays()
    {
        var sessions = Play(Pageview("/a"), Pageview("/live", 120 * Minute), Pageview("/late", 10 * Minute));
        Assert.Equal(("/live", 1), (sessions.Newest!.EntryPage, sessions.Newest.Events));
        var earlier = Assert.Single(sessions.Earlier);
        Assert.Equal(("/a", "/late", 2), (earlier.EntryPage, earlier.ExitPage, earlier.Events));
    }

    [Fact]
    public void A_late_event_of_no_session_begins_one_before_the_newest()
    {
        var sessions = Play(Pageview("/live", 120 * Minute), Pageview("/late"));
        Assert.Equal("/live", sessions.Newest!.EntryPage);
        Assert.Equal("/late", Assert.Single(sessions.Earlier).EntryPage);
    }

    [Fact]
    public void Between_two_sessions_it_belongs_to_the_one_that_had_begun()
    {
        var sessions = Play(Pageview("/a"), Pageview("/b", 31 * Minute), Pageview("/between", 16 * Minute));
        Assert.Equal((1, 2), (sessions.Newest!.Events, Assert.Single(sessions.Earlier).Events));
    }

    [Fact]
    public void Only_so_many_are_remembered()
    {
        var sessions = Play([.. Enumerable.Range(0, 10).Select(i => Pageview($"/{i}", i * 60 * Minute))]);
        Assert.Equal(["/5", "/6", "/7", "/8"], sessions.Earlier.Select(session => session.EntryPage));
        Assert.Equal("/9", sessions.Newest!.EntryPage);
    }

    /// <summary>While no more sessions are known than are remembered, every event is in one of them, and they stand by their beginnings.</summary>
    [Property]
    public void Every_event_is_counted_once(byte[] minutes)
    {
        var events = minutes.Take(60).Select(minute => Pageview("/", minute * Minute)).ToArray();
        var sessions = Play(events);
        if (sessions.Newest is null || sessions.Earlier.Length == VisitorSessions.MaxEarlier) return;
        SessionState[] all = [.. sessions.Earlier, sessions.Newest];
        Assert.Equal(events.Length, all.Sum(session => session.Events));
        Assert.Equal(all.OrderBy(session => session.Start), all);
        Assert.Equal(all.Length, all.Select(session => session.SessionId).Distinct().Count());
    }

    private VisitorSessions Play(params ReadOnlySpan<IngestEvent> events)
    {
        var sessions = VisitorSessions.None;
        foreach (var e in events) sessions = sessions.With(SessionStep.Apply(sessions.Find(e.Timestamp), e, ++_id).Session!);
        return sessions;
    }
}
