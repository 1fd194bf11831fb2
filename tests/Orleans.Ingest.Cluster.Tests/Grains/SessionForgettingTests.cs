using Orleans.Ingest.Contracts.Sessions;
using Xunit;
using static Orleans.Ingest.Cluster.Tests.Grains.SentEvents;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>A visit whose rows are to be deleted is ended first: no later event may change a row that is gone.</summary>
public sealed class SessionForgettingTests
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task The_next_event_begins_a_session_and_no_row_of_the_old_one_is_written_again()
    {
        await using var silo = await SiloFixture.StartAsync();
        await StoreAsync(silo, Pageview("/a"));
        var before = await Grain(silo, 42).PeekAsync(Noon);
        Assert.Equal(ForgetStatus.Ended, await Grain(silo, 42).ForgetAsync(Noon));
        Assert.Null((await Grain(silo, 42).PeekAsync(Noon)).Session);
        await StoreAsync(silo, Pageview("/b"));
        var after = await Grain(silo, 42).PeekAsync(Noon);
        Assert.NotEqual(before.Session!.SessionId, after.Session!.SessionId);
        Assert.Equal((1, "/b"), (after.Session.Events, after.Session.EntryPage));
        Assert.Equal(0, silo.Log.Appended[1].Positions);
    }

    [Fact]
    public async Task An_event_that_the_ended_session_had_is_still_recognised_when_it_comes_again()
    {
        await using var silo = await SiloFixture.StartAsync();
        var sent = Pageview("/a");
        await StoreAsync(silo, sent);
        await Grain(silo, 42).ForgetAsync(Noon);
        var appends = silo.Log.Appended.Count;
        Assert.Equal(RecordStatus.Stored, (await RecordAsync(silo, sent)).Status);
        Assert.Equal(appends, silo.Log.Appended.Count);
    }

    [Fact]
    public async Task An_event_that_is_on_its_way_to_the_log_ends_with_its_session()
    {
        await using var silo = await SiloFixture.StartAsync();
        silo.Log.Hold = true;
        var first = RecordAsync(silo, Pageview("/a"));
        await silo.Log.Arrived.WaitAsync(TestContext.Current.CancellationToken);
        var forgetting = Grain(silo, 42).ForgetAsync(Noon).AsTask();
        silo.Log.LetGo(2);
        Assert.Equal(RecordStatus.Stored, (await first).Status);
        Assert.Equal(ForgetStatus.Ended, await forgetting);
        Assert.Null((await Grain(silo, 42).PeekAsync(Noon)).Session);
    }

    [Fact]
    public async Task Who_has_no_session_has_nothing_to_forget_and_a_log_that_fails_says_so()
    {
        await using var silo = await SiloFixture.StartAsync();
        Assert.Equal(ForgetStatus.NothingToForget, await Grain(silo, 42).ForgetAsync(Noon));
        Assert.Empty(silo.Log.Appended);
        await StoreAsync(silo, Pageview("/a"));
        silo.Log.FailNext = true;
        Assert.Equal(ForgetStatus.Unavailable, await Grain(silo, 42).ForgetAsync(Noon));
        Assert.Equal(ForgetStatus.Ended, await Grain(silo, 42).ForgetAsync(Noon));
    }
}
