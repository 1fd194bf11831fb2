using Orleans.Ingest.Contracts.Live;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>From the broadcast channel to front ends that watch, over real silos.</summary>
public sealed class LiveFeedGrainTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_is_published_reaches_every_front_end_that_watches_and_no_other()
    {
        await using var silos = await SiloFixture.StartAsync(silos: 2);
        var (one, other, gone) = (new WatchingFrontEnd(), new WatchingFrontEnd(), new WatchingFrontEnd());
        await WatchAsync(silos, one);
        await WatchAsync(silos, other);
        var left = await WatchAsync(silos, gone);
        await Feed(silos).UnwatchAsync(left);

        await silos.Live.Publish(Report("a"));
        await silos.Live.Publish(Report("b"));
        await UntilAsync(() => one.Sources.Count() == 2 && other.Sources.Count() == 2);
        Assert.Equal(["a", "b"], one.Sources.Order());
        Assert.Empty(gone.Sources);
    }

    [Fact]
    public async Task A_console_that_opens_is_told_at_once_how_the_log_stands()
    {
        await using var silos = await SiloFixture.StartAsync();
        var console = new WatchingFrontEnd();
        await WatchAsync(silos, console);
        await UntilAsync(() => !console.Heard.IsEmpty);
        Assert.True(console.Heard.First().Log!.MaxBytes > 0);
    }

    [Fact]
    public async Task A_front_end_that_does_not_say_so_again_watches_no_longer_than_its_lease()
    {
        await using var silos = await SiloFixture.StartAsync();
        Assert.Equal(TimeSpan.Zero, await Feed(silos).GetWatchedForAsync());
        var (silent, loyal) = (new WatchingFrontEnd(), new WatchingFrontEnd());
        await WatchAsync(silos, silent);
        Assert.True(await Feed(silos).GetWatchedForAsync() > TimeSpan.Zero);

        using var patience = new CancellationTokenSource(_patience);
        while (await Feed(silos).GetWatchedForAsync() > TimeSpan.Zero) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
        await WatchAsync(silos, loyal);
        await silos.Live.Publish(Report("a"));
        await UntilAsync(() => loyal.Sources.Any());
        Assert.Empty(silent.Sources);
    }

    [Fact]
    public async Task A_console_that_hangs_holds_up_neither_those_that_publish_nor_the_other_consoles()
    {
        await using var silos = await SiloFixture.StartAsync();
        var hang = new TaskCompletionSource();
        var (slow, quick) = (new WatchingFrontEnd(hang.Task), new WatchingFrontEnd());
        await WatchAsync(silos, slow);
        await WatchAsync(silos, quick);
        for (var i = 0; i < 200; i++) await silos.Live.Publish(Report($"{i}")).WaitAsync(_patience);
        await UntilAsync(() => quick.Sources.Count() == 200);
        Assert.True(slow.Sources.Count() < 200);
        hang.SetResult();
    }

    private static ILiveFeedGrain Feed(SiloFixture silos) => silos.Grains.GetGrain<ILiveFeedGrain>(LiveChannel.Key);

    private static async Task<ILiveObserver> WatchAsync(SiloFixture silos, WatchingFrontEnd frontEnd)
    {
        var reference = silos.Grains.CreateObjectReference<ILiveObserver>(frontEnd);
        await Feed(silos).WatchAsync(reference);
        return reference;
    }

    private static LiveReport Report(string source) => new() { Source = source, At = DateTime.UnixEpoch, Latency = [1], Counts = [new("a.example", "stored", 1)] };

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(_patience);
        while (!condition()) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
    }
}
