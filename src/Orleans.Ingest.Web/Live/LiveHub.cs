using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.Contracts.Live;

namespace Orleans.Ingest.Web.Live;

/// <summary>
/// The consoles that are open on this front end. While there is one, it keeps a lease of <see cref="ILiveFeedGrain"/> and hands on what that tells, made into bytes once for all of them.
/// </summary>
internal sealed partial class LiveHub(IGrainFactory grains, LiveFeed feed, TimeProvider time, ILogger<LiveHub> logger) : BackgroundService, ILiveObserver
{
    /// <summary>Consoles at a time: each costs the front end a connection and some memory.</summary>
    public const int MaxWatchers = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private ImmutableArray<LiveWatcher> _watchers = [];
    private TaskCompletionSource _watchBegins = NewSignal();
    private bool _isFailing;

    /// <summary>A new console; null when there are as many as there may be.</summary>
    public LiveWatcher? Enter()
    {
        lock (_gate)
        {
            if (_watchers.Length >= MaxWatchers) return null;
            var watcher = new LiveWatcher(Leave);
            _watchers = _watchers.Add(watcher);
            _watchBegins.TrySetResult();
            return watcher;
        }
    }

    /// <inheritdoc />
    public Task OnReportAsync(LiveReport report)
    {
        Offer(LiveMessages.Of(report));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await WatchBegins().WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested) await ServeAsync(stoppingToken);
        }
    }

    private async Task ServeAsync(CancellationToken stoppingToken)
    {
        ILiveObserver? observer = null;
        while (!_watchers.IsEmpty && !stoppingToken.IsCancellationRequested)
        {
            feed.WatchFor(WatchLease.Duration);
            var isReached = await TryAsync(() => Feed().WatchAsync(observer ??= grains.CreateObjectReference<ILiveObserver>(this)));
            // Also what shows that a connection is gone.
            Offer(LiveMessages.Beat(isReached, time.GetUtcNow()));
            await Task.Delay(WatchLease.Renewal, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (observer is null) return;
        await TryAsync(() => Feed().UnwatchAsync(observer));
        await TryAsync(() =>
        {
            grains.DeleteObjectReference<ILiveObserver>(observer);
            return default;
        });
    }

    // Asked for each time: during an upgrade the silos may not know this grain yet.
    private ILiveFeedGrain Feed() => grains.GetGrain<ILiveFeedGrain>(LiveChannel.Key);

    private void Offer(ReadOnlyMemory<byte> message)
    {
        foreach (var watcher in _watchers) watcher.Offer(message);
    }

    private Task WatchBegins()
    {
        lock (_gate)
        {
            if (_watchers.IsEmpty && _watchBegins.Task.IsCompleted) _watchBegins = NewSignal();
            return _watchBegins.Task;
        }
    }

    private void Leave(LiveWatcher watcher)
    {
        lock (_gate) _watchers = _watchers.Remove(watcher);
    }

    private async Task<bool> TryAsync(Func<ValueTask> call)
    {
        try
        {
            await call().AsTask().WaitAsync(Patience, time);
            return !(_isFailing = false);
        }
        catch (Exception error)
        {
            if (!_isFailing) Log.NotReached(logger, error.GetType().Name);
            return !(_isFailing = true);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The console's feed is not reached ({Error}): open consoles show nothing new until it is. Events are taken all the same.")]
        public static partial void NotReached(ILogger logger, string error);
    }
}
