using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.DurableLog.Contract;
using Orleans.Ingest.Grains.Sessions;
using Orleans.Ingest.Pipeline.Sessions;
using Xunit;
using static Orleans.Ingest.Cluster.Tests.Grains.SentEvents;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>Calls of visitors' grains from within their silo's process.</summary>
public sealed class LocalSessionsTests
{
    [Fact]
    public async Task A_visitor_who_is_here_is_called_and_one_who_is_not_yet_or_no_more_is_not()
    {
        await using var silo = await SiloFixture.StartAsync();
        Assert.False(silo.LocalSessions[0].TryRecord(Pageview("/a"), out _));
        await StoreAsync(silo, Pageview("/a"));

        Assert.Equal(RecordStatus.Stored, (await CallAsync(silo, Pageview("/b"))).Status);
        Assert.Equal(RecordStatus.Dropped, (await CallAsync(silo, Engagement() with { Event = Engagement().Event with { Timestamp = Engagement().Event.Timestamp.AddHours(1) } })).Status);
        Assert.Equal((2, "/b"), Session(silo));

        await silo.DeactivateAsync(Grain(silo, 42));
        Assert.False(silo.LocalSessions[0].TryRecord(Pageview("/c"), out _));
    }

    [Fact]
    public async Task Calls_and_messages_that_come_at_once_take_turns()
    {
        await using var silo = await SiloFixture.StartAsync();
        await StoreAsync(silo, Pageview("/a"));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => i % 2 == 0 ? CallAsync(silo, Pageview("/b")) : RecordAsync(silo, Pageview("/b")))));
        Assert.All(outcomes, outcome => Assert.Equal(RecordStatus.Stored, outcome.Status));
        Assert.Equal((61, "/b"), Session(silo));
    }

    [Fact]
    public async Task Some_events_of_a_visitor_leave_with_one_append()
    {
        await using var silo = await SiloFixture.StartAsync();
        await StoreAsync(silo, Pageview("/a"));
        ImmutableArray<SessionEvent> events = [Pageview("/b"), Pageview("/c"), Pageview("/d")];
        Assert.True(silo.LocalSessions[0].TryRecordAll(events, out var recorded));
        Assert.All(await recorded, outcome => Assert.Equal(RecordStatus.Stored, outcome.Status));
        Assert.Equal(3, silo.Log.Appended[^1].Positions);
        Assert.Equal((4, "/d"), Session(silo));
    }

    [Fact]
    public async Task Events_of_one_call_keep_their_order_when_their_snapshot_must_be_read_first()
    {
        await using var silo = await SiloFixture.StartAsync();
        await StoreAsync(silo, Pageview("/a"));
        silo.Log.FailNext = true;
        await CallAsync(silo, Pageview("/lost"));
        TaskCompletionSource first = new(), second = new();
        silo.Log.HeldReads.Enqueue(first);
        silo.Log.HeldReads.Enqueue(second);
        // A new session, and an engagement that is dropped without one.
        var later = Pageview("/b").Event.Timestamp.AddHours(1);
        var called = CallAllAsync(silo, [Pageview("/b", at: later), Engagement() with { Event = Engagement().Event with { Timestamp = later.AddSeconds(5) } }]);
        second.SetResult();
        first.SetResult();
        Assert.All(await called, outcome => Assert.Equal(RecordStatus.Stored, outcome.Status));
    }

    [Fact]
    public void A_chunk_that_is_not_on_its_way_settles_nothing() =>
        Assert.Null(new SessionKeeper(new(1, 42), null!).Settled(Chunks.Chunk(key: 1, version: 1)));

    [Fact]
    public async Task A_repeat_is_known_whichever_way_it_comes()
    {
        await using var silo = await SiloFixture.StartAsync();
        await StoreAsync(silo, Pageview("/a"));
        var sent = Pageview("/b");
        await CallAsync(silo, sent);
        Assert.Equal(RecordStatus.Stored, (await CallAsync(silo, sent)).Status);
        Assert.Equal(RecordStatus.Stored, (await RecordAsync(silo, sent)).Status);
        Assert.Equal((2, "/b"), Session(silo));
    }

    [Fact]
    public async Task A_call_whose_append_fails_says_so_and_the_next_goes_on()
    {
        await using var silo = await SiloFixture.StartAsync();
        await StoreAsync(silo, Pageview("/a"));
        silo.Log.FailNext = true;
        Assert.Equal(RecordStatus.Unavailable, (await CallAsync(silo, Pageview("/b"))).Status);
        Assert.Equal(RecordStatus.Stored, (await CallAsync(silo, Pageview("/c"))).Status);
        Assert.Equal((2, "/c"), Session(silo));
    }

    [Fact]
    public async Task A_visitor_whose_place_has_moved_is_called_there_alone()
    {
        const int visitors = 40;
        await using var cluster = await SiloFixture.StartAsync();
        for (ulong visitor = 1; visitor <= visitors; visitor++) await StoreAsync(cluster, Pageview("/a", visitor));
        await cluster.AddSiloAsync();
        for (ulong visitor = 1; visitor <= visitors; visitor++) await StoreAsync(cluster, Pageview("/b", visitor));

        var called = new int[2];
        for (ulong visitor = 1; visitor <= visitors; visitor++)
        {
            var takers = cluster.LocalSessions.Where(silo => silo.TryRecord(Pageview("/c", visitor), out _)).ToList();
            called[cluster.LocalSessions.IndexOf(Assert.Single(takers))]++;
        }

        Assert.All(called, calls => Assert.InRange(calls, 1, visitors - 1));
    }

    [Fact]
    public void Once_in_a_minute_a_call_is_to_go_as_a_message_which_keeps_the_grain()
    {
        var time = new FakeTimeProvider();
        var session = new LocalSession(default, null!, time.GetTimestamp());
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(session.IsDueForMessage(time));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(session.IsDueForMessage(time));
        Assert.False(session.IsDueForMessage(time));
        time.Advance(TimeSpan.FromMinutes(SessionGrain.IdleMinutes));
        Assert.True(session.IsDueForMessage(time));
    }

    [Fact]
    public async Task What_is_due_as_a_message_is_not_called()
    {
        await using var silo = await SiloFixture.StartAsync();
        var time = new FakeTimeProvider();
        var sessions = silo.LocalSessionsAt(time);
        var sent = Pageview("/a");
        sessions.Add(Grain(silo, 42).GetGrainId(), new(sent.Visitor, null!));
        // A keeper without a log: a call would find that out.
        await Assert.ThrowsAnyAsync<Exception>(async () => Assert.True(sessions.TryRecord(sent, out var recorded), $"{await recorded}"));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(sessions.TryRecord(sent, out _));
    }

    [Fact]
    public async Task Calls_of_many_threads_go_on_from_each_other_while_appends_fail()
    {
        const int visitors = 5;
        await using var silo = await SiloFixture.StartAsync();
        for (ulong visitor = 1; visitor <= visitors; visitor++) await StoreAsync(silo, Pageview("/a", visitor));
        var (stored, born, births) = (0, 0L, Pageview("/b").Born);
        await Parallel.ForAsync(0, 4_000, new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = TestContext.Current.CancellationToken }, async (i, _) =>
        {
            if (i % 50 == 0) silo.Log.FailNext = true;
            var sent = Pageview("/b", (ulong)(i % visitors) + 1, born: NextBirth());
            for (var attempt = 0; attempt < 100; attempt++)
            {
                var outcome = i % 7 == 0 ? await RecordAsync(silo, sent) : i % 11 == 0 ? (await CallAllAsync(silo, [sent]))[0] : await CallAsync(silo, sent);
                if (outcome.Status == RecordStatus.Stored)
                {
                    Interlocked.Increment(ref stored);
                    return;
                }

                // More than a snapshot remembers came in between. What fails in this log is not stored, so it may be born again.
                if (outcome.Status == RecordStatus.CannotJudge) sent = sent with { Born = NextBirth() };
            }
        });

        DateTime NextBirth() => births.AddTicks(Interlocked.Increment(ref born));

        Assert.Equal(4_000, stored);
        Assert.Equal(4_000 + visitors, silo.Log.Appended.Sum(chunk => chunk.Positions));
        foreach (var chunks in silo.Log.Appended.GroupBy(chunk => chunk.Key))
        {
            Assert.Equal(chunks.Select(chunk => chunk.Version).Prepend(0UL).SkipLast(1), chunks.Select(chunk => chunk.BuildsOn));
            Assert.Equal((4_000 / visitors) + 1, SnapshotCodec.Decode(chunks.Last().Snapshot.Span).Session!.Pageviews);
        }
    }

    private static Task<ImmutableArray<RecordOutcome>> CallAllAsync(SiloFixture silo, ImmutableArray<SessionEvent> sent)
    {
        Assert.True(silo.LocalSessions[0].TryRecordAll(sent, out var recorded));
        return recorded.AsTask();
    }

    private static (int Pageviews, string? ExitPage) Session(SiloFixture silo)
    {
        var session = SnapshotCodec.Decode(silo.Log.Appended[^1].Snapshot.Span).Session!;
        return (session.Pageviews, session.ExitPage);
    }
}
