using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;
using Xunit;
using static Orleans.Ingest.Cluster.Tests.Grains.SentEvents;

namespace Orleans.Ingest.Cluster.Tests.Grains;

public sealed class SessionGrainTests
{
    private static readonly DateTime _born = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Events_that_arrive_while_an_append_is_in_flight_leave_together_with_the_next()
    {
        await using var silo = await SiloFixture.StartAsync();
        silo.Log.Hold = true;
        var first = RecordAsync(silo, Pageview("/a"));
        Assert.True(await silo.Log.Arrived.WaitAsync(TimeSpan.FromSeconds(20)));
        var others = Enumerable.Range(0, 5).Select(i => RecordAsync(silo, Pageview($"/b{i}"))).ToArray();
        // A call of its own passes through the grain behind the five: they have joined when it is answered.
        Assert.Equal(RecordStatus.Dropped, (await RecordAsync(silo, Engagement(userId: 99))).Status);
        await Task.WhenAll(others.Select(_ => RecordAsync(silo, Engagement(userId: 98))));
        silo.Log.LetGo(10);
        Assert.All(await Task.WhenAll([first, .. others]), outcome => Assert.Equal(RecordStatus.Stored, outcome.Status));
        Assert.Equal(6, silo.Log.Appended.Sum(chunk => chunk.Positions));
        Assert.True(silo.Log.Appended.Count < 6, $"{silo.Log.Appended.Count} appends");
    }

    [Fact]
    public async Task A_failed_append_fails_all_that_builds_on_it_and_the_session_goes_on_from_its_snapshot()
    {
        await using var silo = await SiloFixture.StartAsync();
        Assert.Equal(RecordStatus.Stored, (await RecordAsync(silo, Pageview("/a"))).Status);
        silo.Log.FailNext = true;
        var lost = Pageview("/b");
        Assert.Equal(RecordStatus.Unavailable, (await RecordAsync(silo, lost)).Status);
        Assert.Equal(RecordStatus.Stored, (await RecordAsync(silo, lost)).Status);
        Assert.Equal(2, silo.Log.Appended.Count);
        var session = SnapshotCodec.Decode(silo.Log.Appended[^1].Snapshot.Span).Session!;
        Assert.Equal(2, session.Pageviews);
        Assert.Equal("/b", session.ExitPage);
    }

    [Fact]
    public async Task A_read_that_was_slow_does_not_bring_back_what_has_changed_and_been_forgotten_since()
    {
        await using var silo = await SiloFixture.StartAsync();
        await FailAsync(silo, Pageview("/a"));
        while (silo.Log.Arrived.Wait(0, TestContext.Current.CancellationToken))
        {
        }

        var read = new TaskCompletionSource();
        silo.Log.HeldReads.Enqueue(read);
        var slow = RecordAsync(silo, Pageview("/b"));
        Assert.True(await silo.Log.Arrived.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.Equal(RecordStatus.Stored, (await RecordAsync(silo, Pageview("/c"))).Status);
        await FailAsync(silo, Pageview("/d"));
        read.SetResult();
        Assert.Equal(RecordStatus.Stored, (await slow).Status);
        Assert.Equal(2, SnapshotCodec.Decode(silo.Log.Appended[^1].Snapshot.Span).Session!.Pageviews);
    }

    [Fact]
    public async Task A_repeated_event_is_answered_and_not_counted_again()
    {
        await using var silo = await SiloFixture.StartAsync();
        var sent = Pageview("/a");
        Assert.Equal(RecordStatus.Stored, (await RecordAsync(silo, sent)).Status);
        Assert.Equal(RecordStatus.Stored, (await RecordAsync(silo, sent)).Status);
        Assert.Single(silo.Log.Appended);
    }

    [Fact]
    public async Task An_event_born_before_the_horizon_cannot_be_judged_and_is_refused()
    {
        await using var silo = await SiloFixture.StartAsync();
        await RecordManyAsync(silo, SessionSnapshot.MaxHeld + 2);
        Assert.Equal(RecordStatus.CannotJudge, (await RecordAsync(silo, Pageview("/a", born: _born))).Status);
    }

    [Fact]
    public async Task A_visitors_older_events_are_stored_behind_many_newer_ones_and_once()
    {
        await using var silo = await SiloFixture.StartAsync();
        await RecordManyAsync(silo, SessionSnapshot.MaxSeen + 2);
        var appended = silo.Log.Appended.Count;
        var older = Pageview("/a", born: _born.AddTicks(1));
        Assert.Equal(RecordStatus.Stored, (await RecordAsync(silo, older)).Status);
        Assert.Equal(RecordStatus.Stored, (await RecordAsync(silo, older)).Status);
        Assert.Equal(appended + 1, silo.Log.Appended.Count);

        // What the grain remembers is gone, and what was written does not tell: it is refused, and never counted twice.
        await FailAsync(silo, Pageview("/x", born: _born.AddSeconds(1)));
        Assert.Equal(RecordStatus.CannotJudge, (await RecordAsync(silo, older)).Status);
        Assert.Equal(appended + 1, silo.Log.Appended.Count);
    }

    [Fact]
    public async Task After_its_grain_was_collected_a_session_goes_on_with_the_next_event()
    {
        await using var silo = await SiloFixture.StartAsync();
        var first = Pageview("/a");
        Assert.Equal(RecordStatus.Stored, (await RecordAsync(silo, first)).Status);
        // What has just answered may still count as busy.
        for (var asked = 0; await silo.IsActiveAsync(Grain(silo, 42)); asked++)
        {
            Assert.NotEqual(10_000, asked);
            await silo.CollectAsync();
        }

        Assert.Equal(RecordStatus.Stored, (await RecordAsync(silo, first)).Status);
        Assert.Equal(RecordStatus.Stored, (await RecordAsync(silo, Pageview("/b"))).Status);
        Assert.Equal(2, silo.Log.Appended.Count);
        Assert.Equal(2, SnapshotCodec.Decode(silo.Log.Appended[^1].Snapshot.Span).Session!.Pageviews);
    }

    [Fact]
    public async Task An_activation_that_waits_for_its_append_is_not_collected()
    {
        await using var silo = await SiloFixture.StartAsync();
        silo.Log.Hold = true;
        var waiting = RecordAsync(silo, Pageview("/a"));
        Assert.True(await silo.Log.Arrived.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        await silo.CollectAsync();
        Assert.True(await silo.IsActiveAsync(Grain(silo, 42)));
        silo.Log.LetGo();
        Assert.Equal(RecordStatus.Stored, (await waiting).Status);
    }

    [Fact]
    public async Task An_engagement_without_a_session_is_dropped_and_one_with_a_session_changes_no_session_row()
    {
        await using var silo = await SiloFixture.StartAsync();
        Assert.Equal(DropReason.NoSessionForEngagement, (await RecordAsync(silo, Engagement())).Reason);
        await RecordAsync(silo, Pageview("/a"));
        Assert.Equal(RecordStatus.Stored, (await RecordAsync(silo, Engagement())).Status);
        var session = SnapshotCodec.Decode(silo.Log.Appended[^1].Snapshot.Span).Session!;
        Assert.Equal(1, session.Events);
    }

    [Fact]
    public async Task A_session_under_yesterdays_id_goes_on_there_and_keeps_its_id()
    {
        await using var silo = await SiloFixture.StartAsync();
        await RecordAsync(silo, Pageview("/a", userId: 7));
        var after = Pageview("/b", userId: 8, previous: 7);
        Assert.Equal(RecordStatus.AskPrevious, (await RecordAsync(silo, after)).Status);
        Assert.Equal(RecordStatus.Stored, (await Grain(silo, 7).RecordAsync(after with { Route = SessionRoute.ToPrevious })).Status);
        Assert.Equal(7UL, SnapshotCodec.Decode(silo.Log.Appended[^1].Snapshot.Span).Session!.UserId);
    }

    [Fact]
    public async Task Without_a_live_session_under_yesterdays_id_a_new_one_begins_under_todays()
    {
        await using var silo = await SiloFixture.StartAsync();
        await RecordAsync(silo, Pageview("/a", userId: 7));
        var later = Pageview("/b", userId: 8, previous: 7, at: new DateTime(2026, 3, 1, 14, 0, 0, DateTimeKind.Utc));
        Assert.Equal(RecordStatus.PreviousIsClosed, (await Grain(silo, 7).RecordAsync(later with { Route = SessionRoute.ToPrevious })).Status);
        Assert.Equal(RecordStatus.Stored, (await RecordAsync(silo, later with { Route = SessionRoute.PreviousClosed })).Status);
        Assert.Equal(8UL, SnapshotCodec.Decode(silo.Log.Appended[^1].Snapshot.Span).Session!.UserId);
    }

    private static async Task RecordManyAsync(SiloFixture silo, int count)
    {
        for (var i = 0; i < count; i++) Assert.Equal(RecordStatus.Stored, (await RecordAsync(silo, Pageview("/a", born: _born.AddMilliseconds(i)))).Status);
    }

    private static async Task FailAsync(SiloFixture silo, SessionEvent sent)
    {
        silo.Log.FailNext = true;
        Assert.Equal(RecordStatus.Unavailable, (await RecordAsync(silo, sent)).Status);
    }
}
