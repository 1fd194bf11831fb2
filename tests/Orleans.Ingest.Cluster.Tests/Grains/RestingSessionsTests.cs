using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.Grains.Sessions;
using Orleans.Ingest.Pipeline.Sessions;
using Xunit;
using static Orleans.Ingest.Cluster.Tests.Grains.SentEvents;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>Sessions whose snapshots the log has in memory, when no event comes to them.</summary>
public sealed class RestingSessionsTests
{
    [Fact]
    public async Task One_that_no_event_has_come_to_since_the_last_time_is_read_again_and_goes_on()
    {
        await using var silo = await SiloFixture.StartAsync();
        await StoreAsync(silo, Pageview("/a"));
        silo.LocalSessions[0].Rest();
        Assert.True(await IsKeptAsync(silo));

        silo.LocalSessions[0].Rest();
        silo.LocalSessions[0].Rest();
        Assert.False(await IsKeptAsync(silo));
        Assert.Equal(3, SnapshotCodec.Decode(silo.Log.Appended[^1].Snapshot.Span).Session!.Pageviews);
    }

    [Fact]
    public async Task One_whose_append_is_on_its_way_does_not_rest()
    {
        await using var silo = await SiloFixture.StartAsync();
        await StoreAsync(silo, Pageview("/a"));
        await ArrivedAsync(silo);
        silo.Log.Hold = true;
        var first = CallAsync(silo, Pageview("/b"));
        await ArrivedAsync(silo);
        for (var i = 0; i < 3; i++) silo.LocalSessions[0].Rest();
        var second = CallAsync(silo, Pageview("/c"));
        silo.Log.LetGo(2);
        Assert.Equal(RecordStatus.Stored, (await first).Status);
        Assert.Equal(RecordStatus.Stored, (await second).Status);
        Assert.Equal(3, SnapshotCodec.Decode(silo.Log.Appended[^1].Snapshot.Span).Session!.Pageviews);
    }

    [Fact]
    public async Task They_rest_after_a_minute_or_two()
    {
        await using var silo = await SiloFixture.StartAsync();
        silo.Log.SnapshotsInMemory = 1;
        var time = new FakeTimeProvider();
        var (sessions, keeper) = (silo.LocalSessionsAt(time), new SessionKeeper(Pageview("/a").Visitor, new(new(silo.Log), null!, null!, null!)));
        await keeper.LoadAsync(TestContext.Current.CancellationToken);
        sessions.Add(Grain(silo, 42).GetGrainId(), keeper);
        using var resting = new RestingSessions(sessions, silo.Log, time);
        await resting.StartAsync(TestContext.Current.CancellationToken);
        Assert.True(keeper.IsLoaded);
        await Until.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMinutes(1));
                return Task.FromResult(!keeper.IsLoaded);
            },
            TimeSpan.FromMinutes(1),
            () => "It does not rest.");
        await resting.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task They_do_not_where_a_snapshot_is_read_over_the_network()
    {
        await using var silo = await SiloFixture.StartAsync();
        using var resting = new RestingSessions(silo.LocalSessions[0], silo.Log, new FakeTimeProvider());
        await resting.StartAsync(TestContext.Current.CancellationToken);
        await resting.ExecuteTask!.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    /// <summary>Calls it with an event; true when it needs no snapshot for that.</summary>
    private static async Task<bool> IsKeptAsync(SiloFixture silo)
    {
        var read = new TaskCompletionSource();
        silo.Log.HeldReads.Clear();
        silo.Log.HeldReads.Enqueue(read);
        var called = CallAsync(silo, Pageview("/b"));
        var isKept = !silo.Log.HeldReads.IsEmpty;
        read.SetResult();
        Assert.Equal(RecordStatus.Stored, (await called).Status);
        return isKept;
    }

    private static async Task ArrivedAsync(SiloFixture silo) => Assert.True(await silo.Log.Arrived.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
}
