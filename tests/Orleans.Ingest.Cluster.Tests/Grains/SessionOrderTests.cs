using Orleans.Ingest.Contracts.Sessions;
using Xunit;
using static Orleans.Ingest.Cluster.Tests.Grains.SentEvents;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>Visits that were stored in parts are joined by the visitor's grain: only from what is the newest there is, and the next event goes on from there.</summary>
public sealed class SessionOrderTests
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task An_event_that_comes_late_and_out_of_order_begins_a_session_of_its_own_and_one_that_a_tracker_sends_does_not()
    {
        await using var silo = await SiloFixture.StartAsync();
        await StoreAsync(silo, Pageview("/b"));
        await StoreAsync(silo, Pageview("/a", at: Noon.AddSeconds(-20)));
        Assert.Equal(2, (await Grain(silo, 42).PeekAsync(Noon)).Session!.Events);
        await StoreAsync(silo, Pageview("/late", at: Noon.AddSeconds(-21)));
        Assert.Equal(2, (await Grain(silo, 42).PeekAsync(Noon)).Session!.Events);
    }

    [Fact]
    public async Task What_was_made_from_older_rows_is_refused_and_leaves_nothing()
    {
        await using var silo = await SiloFixture.StartAsync();
        var (order, grain) = (await TornAsync(silo), Grain(silo, 42));
        await StoreAsync(silo, Pageview("/c"));
        var appends = silo.Log.Appended.Count;
        Assert.Equal(OrderStatus.Changed, await grain.PutInOrderAsync(order));
        Assert.Equal(appends, silo.Log.Appended.Count);
    }

    [Fact]
    public async Task While_an_event_is_on_its_way_nothing_is_joined_and_the_version_waits_for_it()
    {
        await using var silo = await SiloFixture.StartAsync();
        var (order, grain) = (await TornAsync(silo), Grain(silo, 42));
        silo.Log.Hold = true;
        var sent = RecordAsync(silo, Pageview("/c"));
        await silo.Log.Arrived.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(OrderStatus.Changed, await grain.PutInOrderAsync(order));
        var version = grain.VersionAsync().AsTask();
        silo.Log.LetGo(1);
        Assert.Equal(RecordStatus.Stored, (await sent).Status);
        Assert.NotEqual(order.BuildsOn, await version);
    }

    [Fact]
    public async Task The_next_event_goes_on_from_the_joined_session_which_has_a_position_of_its_own()
    {
        await using var silo = await SiloFixture.StartAsync();
        var (order, grain) = (await TornAsync(silo), Grain(silo, 42));
        Assert.Equal(OrderStatus.Stored, await grain.PutInOrderAsync(order));
        Assert.Equal(1, silo.Log.Appended[^1].Positions);
        Assert.NotEqual(order.BuildsOn, await grain.VersionAsync());
        await StoreAsync(silo, Pageview("/c", at: Noon.AddMinutes(1), born: Noon.AddMinutes(1)));
        var session = (await grain.PeekAsync(Noon.AddMinutes(1))).Session!;
        Assert.Equal((order.Joined[0].SessionId, 3, "/a"), (session.SessionId, session.Events, session.EntryPage));
    }

    [Fact]
    public async Task A_log_that_fails_says_so()
    {
        await using var silo = await SiloFixture.StartAsync();
        var (order, grain) = (await TornAsync(silo), Grain(silo, 42));
        silo.Log.FailNext = true;
        Assert.Equal(OrderStatus.Unavailable, await grain.PutInOrderAsync(order));
        Assert.Equal(OrderStatus.Stored, await grain.PutInOrderAsync(order));
    }

    /// <summary>Two sessions that are one visit, and what joins them.</summary>
    private static async Task<SessionOrder> TornAsync(SiloFixture silo)
    {
        await StoreAsync(silo, Pageview("/b"));
        await StoreAsync(silo, Pageview("/a", at: Noon.AddMinutes(-10)));
        // Whoever waits for an append now waits for the next one.
        for (var append = 0; append < 2; append++) await silo.Log.Arrived.WaitAsync(TestContext.Current.CancellationToken);
        var grain = Grain(silo, 42);
        var (first, second) = ((await grain.PeekAsync(Noon.AddMinutes(-10))).Session!, (await grain.PeekAsync(Noon)).Session!);
        Assert.NotEqual(first.SessionId, second.SessionId);
        var joined = first with { Timestamp = Noon, LastActivity = Noon, Events = 2, Pageviews = 2, IsBounce = false, Duration = 600, ExitPage = "/b" };
        return new(await grain.VersionAsync(), [joined], [first, second], Noon);
    }
}
