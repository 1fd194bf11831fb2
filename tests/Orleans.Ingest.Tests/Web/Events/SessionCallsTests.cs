using System.Net;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Tests.Web.Fakes;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Events;

public sealed class SessionCallsTests
{
    [Fact]
    public async Task A_failed_or_late_call_is_repeated_with_the_same_message()
    {
        await using var web = await WebHost.StartAsync(null, null, ("Ingest:AttemptTimeout", "00:00:00.050"));
        web.Cluster.AddSite("example.com");
        var calls = 0;
        web.Cluster.Answer = (_, _) => Interlocked.Increment(ref calls) switch
        {
            1 => ValueTask.FromException<RecordOutcome>(new SiloUnavailableException("gone")),
            2 => new(new TaskCompletionSource<RecordOutcome>().Task),
            3 => new(RecordOutcome.Unavailable),
            _ => new(RecordOutcome.Stored),
        };
        Assert.Equal(HttpStatusCode.Accepted, (await web.PageviewAsync("example.com")).StatusCode);
        Assert.Equal(4, web.Cluster.Recorded.Count);
        Assert.Single(web.Cluster.Recorded.Distinct());
    }

    [Fact]
    public async Task An_event_that_cannot_be_judged_is_born_anew_unless_it_may_be_stored_already()
    {
        await using var web = await WebHost.StartAsync(null, null, ("Ingest:RetryBudget", "00:00:00.500"));
        web.Cluster.AddSite("example.com");
        var calls = 0;
        web.Cluster.Answer = (_, _) => new(++calls == 1 ? new RecordOutcome(RecordStatus.CannotJudge) : RecordOutcome.Stored);
        Assert.Equal(HttpStatusCode.Accepted, (await web.PageviewAsync("example.com")).StatusCode);
        var sent = web.Cluster.Recorded.ToArray();
        Assert.True(sent[0].Event.Born < sent[1].Event.Born);
        Assert.Equal(sent[0].Event.Id, sent[1].Event.Id);

        calls = 0;
        web.Cluster.Recorded.Clear();
        web.Cluster.Answer = (_, _) => new(++calls == 1 ? RecordOutcome.Unavailable : new RecordOutcome(RecordStatus.CannotJudge));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await web.PageviewAsync("example.com")).StatusCode);
        Assert.Single(web.Cluster.Recorded.Select(recorded => recorded.Event.Born).Distinct());
    }

    [Fact]
    public async Task An_event_goes_to_the_previous_id_and_back_when_the_grains_ask_for_it()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("example.com");
        web.Cluster.Answer = (_, sent) => new(new RecordOutcome(sent.Route switch
        {
            SessionRoute.Direct => RecordStatus.AskPrevious,
            SessionRoute.ToPrevious => RecordStatus.PreviousIsClosed,
            _ => RecordStatus.Stored,
        }));
        Assert.Equal(HttpStatusCode.Accepted, (await web.PageviewAsync("example.com")).StatusCode);
        var steps = web.Cluster.Recorded.ToArray();
        var (own, previous) = (steps[0].Event.Event.UserId, steps[0].Event.PreviousUserId);
        Assert.NotEqual(own, previous);
        Assert.Equal([own, previous, own], steps.Select(step => step.Key.UserId));
        Assert.Equal([SessionRoute.Direct, SessionRoute.ToPrevious, SessionRoute.PreviousClosed], steps.Select(step => step.Event.Route));
        Assert.Single(steps.Select(step => step.Event with { Route = SessionRoute.Direct }).Distinct());
    }

    [Fact]
    public async Task An_event_whose_id_is_closed_goes_on_under_the_id_it_was_closed_for()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("example.com");
        var tried = 0;
        web.Cluster.Answer = (key, _) => new(
            key.UserId != 77 ? RecordOutcome.IsClosed(77) : Interlocked.Increment(ref tried) == 1 ? RecordOutcome.Unavailable : RecordOutcome.Stored);
        Assert.Equal(HttpStatusCode.Accepted, (await web.PageviewAsync("example.com")).StatusCode);
        var steps = web.Cluster.Recorded.ToArray();
        var old = steps[0].Event;
        Assert.Equal([old.Event.UserId, 77UL, 77UL], steps.Select(step => step.Key.UserId));
        Assert.All(steps[1..], step => Assert.Equal(old.MovedTo(77), step.Event));
        Assert.Equal((old.Id, old.Born, old.Event.UserId), (steps[1].Event.Id, steps[1].Event.Born, steps[1].Event.PreviousUserId));
    }

    [Fact]
    public async Task Ids_that_send_an_event_to_one_another_without_end_use_up_its_budget_and_nothing_else()
    {
        await using var web = await WebHost.StartAsync(null, null, ("Ingest:RetryBudget", "00:00:00.500"), ("Ingest:AttemptTimeout", "00:00:00.500"));
        web.Cluster.AddSite("example.com");
        web.Cluster.Answer = (key, _) => new(RecordOutcome.IsClosed(key.UserId == 77 ? 78UL : 77UL));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await web.PageviewAsync("example.com")).StatusCode);
        // At most two calls between two pauses, of which the budget holds fifty.
        Assert.InRange(web.Cluster.Recorded.Count, 2, 102);
    }
}
