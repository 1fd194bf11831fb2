using System.Collections.Concurrent;
using Orleans.BroadcastChannel;
using Orleans.Ingest.Contracts.Live;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>The feed's grain and its channel in one: what is published reaches the observers at once.</summary>
public sealed class FakeLiveFeed : ILiveFeedGrain, IBroadcastChannelProvider
{
    private readonly ConcurrentDictionary<ILiveObserver, bool> _watchers = [];

    public ConcurrentQueue<LiveReport> Published { get; } = new();
    public int Watchers => _watchers.Count;
    public int Asked { get; private set; }

    public ValueTask WatchAsync(ILiveObserver observer)
    {
        _watchers[observer] = true;
        return default;
    }

    public ValueTask UnwatchAsync(ILiveObserver observer)
    {
        _watchers.TryRemove(observer, out _);
        return default;
    }

    public ValueTask<TimeSpan> GetWatchedForAsync()
    {
        Asked++;
        return new(_watchers.IsEmpty ? TimeSpan.Zero : WatchLease.Duration);
    }

    public IBroadcastChannelWriter<T> GetChannelWriter<T>(ChannelId streamId) => new Writer<T>(this);

    private sealed class Writer<T>(FakeLiveFeed feed) : IBroadcastChannelWriter<T>
    {
        public async Task Publish(T item)
        {
            var report = (LiveReport)(object)item!;
            feed.Published.Enqueue(report);
            foreach (var watcher in feed._watchers.Keys) await watcher.OnReportAsync(report);
        }

        public Task Publish(T item, CancellationToken cancellationToken) => Publish(item);
    }
}
