using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;
using Xunit;
using static Orleans.Ingest.Tests.Pipeline.Builders.Visits;

namespace Orleans.Ingest.Tests.Pipeline.Sessions;

public sealed class SessionStepTests
{
    [Fact]
    public void Pageview_begins_a_session_that_is_a_bounce()
    {
        var step = SessionStep.Apply(null, Pageview("/a", at: 0, host: "a.example"), 5);
        Assert.True(step is { Drop: null, IsNew: true, RowChanged: true });
        var session = step.Session!;
        Assert.Equal((5ul, 7ul, 11ul), (session.SessionId, session.SiteId, session.UserId));
        Assert.Equal((At(0), At(0), At(0), 0u), (session.Start, session.Timestamp, session.LastActivity, session.Duration));
        Assert.Equal(("a.example", "/a", "/a", "a.example"), (session.Hostname, session.EntryPage, session.ExitPage, session.ExitPageHostname));
        Assert.Equal((1, 1, true), (session.Events, session.Pageviews, session.IsBounce));
        Assert.Equal([new Prop("from", "/a")], session.EntryProps);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Lone_custom_event_is_a_bounce_only_if_it_is_not_interactive(bool interactive, bool bounce)
    {
        var session = Run(Custom("Signup", interactive: interactive));
        Assert.Equal((1, 0, bounce), (session.Events, session.Pageviews, session.IsBounce));
        Assert.Equal(("", "", "", ""), (session.Hostname, session.EntryPage, session.ExitPage, session.ExitPageHostname));
    }

    [Fact]
    public void Second_pageview_replaces_the_row_and_ends_the_bounce()
    {
        var step = SessionStep.Apply(Run(Pageview("/a", host: "a.example")), Pageview("/b", at: 30, host: "b.example"), 6);
        Assert.True(step is { Drop: null, IsNew: false, RowChanged: true });
        var session = step.Session!;
        Assert.Equal((5ul, 2, 2, false, 30u), (session.SessionId, session.Events, session.Pageviews, session.IsBounce, session.Duration));
        Assert.Equal(("/a", "a.example"), (session.EntryPage, session.Hostname));
        Assert.Equal(("/b", "b.example"), (session.ExitPage, session.ExitPageHostname));
        Assert.Equal((At(0), At(30)), (session.Start, session.Timestamp));
    }

    [Fact]
    public void Interactive_custom_event_ends_the_bounce() => Assert.False(Run(Pageview("/a"), Custom("Signup", at: 1)).IsBounce);

    [Fact]
    public void Other_custom_event_does_not_end_the_bounce() =>
        Assert.True(Run(Pageview("/a"), Custom("auto", at: 1, interactive: false)).IsBounce);

    [Fact]
    public void First_pageview_after_an_automatic_event_is_still_a_bounce()
    {
        var session = Run(Custom("auto", interactive: false), Pageview("/a", at: 1));
        Assert.Equal((true, 2, 1, "/a", "example.com"), (session.IsBounce, session.Events, session.Pageviews, session.EntryPage, session.Hostname));
    }

    [Fact]
    public void Bounce_never_comes_back() => Assert.False(Run(Custom("Signup"), Pageview("/a", at: 1), Custom("auto", at: 2, interactive: false)).IsBounce);

    [Fact]
    public void Exit_page_is_that_of_the_newest_pageview()
    {
        var session = Run(Pageview("/landing"), Custom("Custom", at: 1), Pageview("/post", at: 2, host: "blog.example.com"));
        Assert.Equal(("/landing", "/post", "example.com", "blog.example.com"), (session.EntryPage, session.ExitPage, session.Hostname, session.ExitPageHostname));
    }

    [Fact]
    public void Attributes_and_props_are_those_of_the_first_event()
    {
        var session = Run(Pageview("/a"), Pageview("/b", at: 1));
        Assert.Equal("pageview/a", session.Visit.ReferrerSource);
        Assert.Equal([new Prop("from", "/a")], session.EntryProps);
    }

    [Fact]
    public void Session_keeps_the_user_id_it_began_with()
    {
        var session = SessionStep.Apply(Run(Pageview("/a")), Pageview("/b", at: 1) with { UserId = 99 }, 6).Session!;
        Assert.Equal(11ul, session.UserId);
    }

    [Theory]
    [InlineData(1800, false)]
    [InlineData(1801, true)]
    public void Gap_of_30_minutes_is_the_longest(int seconds, bool isNew)
    {
        var step = SessionStep.Apply(Run(Pageview("/a")), Pageview("/b", at: seconds), 6);
        Assert.Equal((isNew, isNew ? 6ul : 5ul), (step.IsNew, step.Session!.SessionId));
    }

    [Fact]
    public void Engagement_keeps_the_session_alive_and_its_row_as_it_is()
    {
        var before = Run(Pageview("/a"));
        var step = SessionStep.Apply(before, Engagement(at: 1500), 6);
        Assert.True(step is { Drop: null, IsNew: false, RowChanged: false });
        Assert.Equal(before with { LastActivity = At(1500) }, step.Session);
        Assert.False(SessionStep.Apply(step.Session, Pageview("/b", at: 3300), 6).IsNew);
    }

    [Theory]
    [InlineData("engagement", DropReason.NoSessionForEngagement)]
    [InlineData("pageleave", DropReason.NoSessionForPageleave)]
    public void Engagement_needs_a_live_session(string name, DropReason expected)
    {
        Assert.Equal(new(expected, null, false, false), SessionStep.Apply(null, Engagement(name: name), 5));
        Assert.Equal(expected, SessionStep.Apply(Run(Pageview("/a")), Engagement(at: 1801, name: name), 6).Drop);
    }

    [Fact]
    public void Late_event_counts_without_moving_the_last_activity_back()
    {
        var session = Run(Pageview("/a", at: 100), Pageview("/b", at: 200), Pageview("/c", at: 40));
        Assert.Equal((At(100), At(40), At(200)), (session.Start, session.Timestamp, session.LastActivity));
        Assert.Equal((60u, 3), (session.Duration, session.Events));
    }

    [Fact]
    public void Event_long_before_the_session_is_not_of_it()
    {
        Assert.True(SessionStep.Apply(Run(Pageview("/a", at: 1801)), Pageview("/b", at: 0), 6).IsNew);
        Assert.False(SessionStep.Apply(Run(Pageview("/a", at: 1800)), Pageview("/b", at: 0), 6).IsNew);
    }

    private static SessionState Run(params IngestEvent[] events) =>
        events.Aggregate((SessionState?)null, (session, e) => SessionStep.Apply(session, e, 5).Session)!;
}
