using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Pipeline.Sessions;
using Xunit;
using static Orleans.Ingest.Cluster.Tests.Grains.SentEvents;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>Around midnight a visitor has two ids, and events of both may be on their way: the old one is closed before a session begins under the new one.</summary>
public sealed class SessionClosingTests
{
    private const ulong OldId = 7;
    private const ulong NewId = 8;

    private static readonly DateTime Midnight = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task An_event_of_the_old_salt_that_was_delayed_lands_in_the_session_of_the_new_id()
    {
        await using var silo = await SiloFixture.StartAsync();
        await StoreAsync(silo, AfterMidnight("/a"));
        Assert.Equal(RecordStatus.Stored, (await StoreAsync(silo, BeforeMidnight("/late"))).Status);
        var session = Newest(silo).Session!;
        Assert.Equal((NewId, 2), (session.UserId, session.Pageviews));
        Assert.Equal(new SnapshotKey(1, NewId), silo.Log.Appended[^1].Key);
    }

    [Fact]
    public async Task A_delayed_event_that_overtakes_the_one_that_closed_its_id_begins_the_session_under_the_new_id()
    {
        await using var silo = await SiloFixture.StartAsync();
        var closing = await CloseAsync(silo);
        await StoreAsync(silo, BeforeMidnight("/late"));
        Assert.Equal((NewId, 1), (Newest(silo).Session!.UserId, Newest(silo).Session!.Pageviews));
        await StoreAsync(silo, closing with { Route = SessionRoute.PreviousClosed });
        Assert.Equal((NewId, 2), (Newest(silo).Session!.UserId, Newest(silo).Session!.Pageviews));
    }

    [Fact]
    public async Task A_closing_is_an_append_without_rows_that_keeps_the_ids()
    {
        await using var silo = await SiloFixture.StartAsync();
        var known = BeforeMidnight("/a", Midnight.AddHours(-2));
        await StoreAsync(silo, known);
        await CloseAsync(silo);
        var chunk = silo.Log.Appended[^1];
        Assert.Equal((new SnapshotKey(1, OldId), 0), (chunk.Key, chunk.Positions));
        Assert.Equal(new ChunkPayloadWriter().ToPayload(), chunk.Payload.ToArray());
        Assert.Equal((NewId, null), (Newest(silo).ClosedFor, Newest(silo).Session));
        Assert.Equal(known.Id, Assert.Single(Newest(silo).Seen).Id);
        Assert.Equal(RecordStatus.Stored, (await RecordAsync(silo, known)).Status);
        Assert.Equal(2, silo.Log.Appended.Count);
    }

    [Fact]
    public async Task A_closing_that_fails_is_not_answered_as_closed_and_fails_what_waits_behind_it()
    {
        await using var silo = await SiloFixture.StartAsync();
        silo.Log.Hold = silo.Log.FailNext = true;
        var closing = RecordAsync(silo, AfterMidnight("/a") with { Route = SessionRoute.ToPrevious });
        Assert.True(await silo.Log.Arrived.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        var behind = RecordAsync(silo, BeforeMidnight("/late"));
        await PassedAsync(silo);
        silo.Log.LetGo();
        Assert.Equal(RecordStatus.Unavailable, (await closing).Status);
        Assert.Equal(RecordStatus.Unavailable, (await behind).Status);
        Assert.Empty(silo.Log.Appended);

        // It was closed for nobody: the next event begins its session here, and the other one finds it.
        silo.Log.Hold = false;
        await StoreAsync(silo, BeforeMidnight("/late"));
        await StoreAsync(silo, AfterMidnight("/a"));
        Assert.Equal((OldId, 2), (Newest(silo).Session!.UserId, Newest(silo).Session!.Pageviews));
    }

    [Fact]
    public async Task What_gathered_before_a_closing_leaves_with_it_and_what_comes_after_is_sent_on()
    {
        await using var silo = await SiloFixture.StartAsync();
        silo.Log.Hold = true;
        var hourAgo = Midnight.AddHours(-1);
        var flying = RecordAsync(silo, BeforeMidnight("/a", hourAgo));
        Assert.True(await silo.Log.Arrived.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        var before = RecordAsync(silo, BeforeMidnight("/b", hourAgo));
        await PassedAsync(silo);
        var closing = RecordAsync(silo, AfterMidnight("/c") with { Route = SessionRoute.ToPrevious });
        await PassedAsync(silo);
        var after = RecordAsync(silo, BeforeMidnight("/d", hourAgo));
        await PassedAsync(silo);
        Assert.False(closing.IsCompleted, "closed before it was durable");
        silo.Log.LetGo(2);
        Assert.Equal(RecordStatus.Stored, (await flying).Status);
        Assert.Equal(RecordStatus.Stored, (await before).Status);
        Assert.Equal(RecordStatus.PreviousIsClosed, (await closing).Status);
        Assert.Equal(RecordOutcome.IsClosed(NewId), await after);
        Assert.Equal([1, 1], silo.Log.Appended.Select(chunk => chunk.Positions));
        Assert.Equal(NewId, Newest(silo).ClosedFor);
    }

    [Fact]
    public async Task A_closing_survives_a_restart()
    {
        await using var silo = await SiloFixture.StartAsync();
        await CloseAsync(silo);
        await silo.DeactivateAsync(Grain(silo, OldId));
        Assert.Equal(RecordOutcome.IsClosed(NewId), await RecordAsync(silo, BeforeMidnight("/late")));
        Assert.Equal(RecordStatus.PreviousIsClosed, (await RecordAsync(silo, AfterMidnight("/b") with { Route = SessionRoute.ToPrevious })).Status);
        Assert.Single(silo.Log.Appended);
    }

    [Fact]
    public async Task Later_in_the_day_an_id_is_closed_only_while_it_has_a_snapshot_that_is_open()
    {
        await using var silo = await SiloFixture.StartAsync();
        var later = AfterMidnight("/a") with { Born = Midnight.AddMinutes(41) };
        await StoreAsync(silo, BeforeMidnight("/a"));
        Assert.Equal(RecordStatus.AskPrevious, (await RecordAsync(silo, later)).Status);
        await CloseAsync(silo, Midnight.AddMinutes(41));
        Assert.Equal(RecordStatus.Stored, (await RecordAsync(silo, later)).Status);
        Assert.Equal(RecordStatus.Stored, (await RecordAsync(silo, Pageview("/b", userId: 9, previous: 10, born: later.Born))).Status);
    }

    /// <summary>Sends an event to the old id that closes it, and no further; returns the event.</summary>
    private static async Task<SessionEvent> CloseAsync(SiloFixture silo, DateTime? at = null)
    {
        var sent = AfterMidnight("/closing", at) with { Route = SessionRoute.ToPrevious };
        Assert.Equal(RecordStatus.PreviousIsClosed, (await RecordAsync(silo, sent)).Status);
        return sent;
    }

    /// <summary>The calls made so far have had their turn in the grain of the old id: behind them passes one that is answered at once, since it cannot be judged.</summary>
    private static async Task PassedAsync(SiloFixture silo) =>
        Assert.Equal(RecordStatus.CannotJudge, (await RecordAsync(silo, Pageview("/", OldId, born: DateTime.MinValue))).Status);

    private static SessionSnapshot Newest(SiloFixture silo) => SnapshotCodec.Decode(silo.Log.Appended[^1].Snapshot.Span);

    private static SessionEvent BeforeMidnight(string path, DateTime? at = null) => Pageview(path, OldId, previous: 6, at ?? Midnight.AddSeconds(-2), at ?? Midnight.AddSeconds(-2));

    private static SessionEvent AfterMidnight(string path, DateTime? at = null) => Pageview(path, NewId, OldId, at ?? Midnight.AddSeconds(1), at ?? Midnight.AddSeconds(1));
}
