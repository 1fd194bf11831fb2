using Orleans.BroadcastChannel;
using Orleans.Ingest.Contracts.Live;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Grains.Health;

namespace Orleans.Ingest.Grains.Live;

/// <summary>
/// Hands reports on to the front ends that watch. Everything is told, nothing awaited: a front end that is slow or gone holds up neither this grain nor those that
/// publish, and is forgotten when its lease ends. How the log stands is added here, since front ends do not see it.
/// </summary>
[ImplicitChannelSubscription(LiveChannel.Namespace)]
internal sealed class LiveFeedGrain(IDurableLog log, SiloHealth health, TimeProvider time) : Grain, ILiveFeedGrain, IOnBroadcastChannelSubscribed
{
    private static readonly TimeSpan _logEvery = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<ILiveObserver, long> _watchers = [];
    private IGrainTimer? _logTimer;

    /// <inheritdoc />
    public Task OnSubscribed(IBroadcastChannelSubscription streamSubscription) =>
        streamSubscription.Attach<LiveReport>(
            report =>
            {
                Tell(report);
                return Task.CompletedTask;
            },
            static _ => Task.CompletedTask);

    /// <inheritdoc />
    public ValueTask WatchAsync(ILiveObserver observer)
    {
        var isNew = !_watchers.ContainsKey(observer);
        _watchers[observer] = time.GetTimestamp();
        _logTimer ??= this.RegisterGrainTimer(static self => self.TellLogAsync(), this, new GrainTimerCreationOptions(_logEvery, _logEvery) { Interleave = true });
        // A console that opens must not wait for its first figure.
        if (isNew) Send(observer, LogReport());
        return default;
    }

    /// <inheritdoc />
    public ValueTask UnwatchAsync(ILiveObserver observer)
    {
        _watchers.Remove(observer);
        return default;
    }

    /// <inheritdoc />
    public ValueTask<TimeSpan> GetWatchedForAsync()
    {
        ForgetTheSilent();
        return new(_watchers.Count == 0 ? TimeSpan.Zero : _watchers.Values.Max(since => WatchLease.Duration - time.GetElapsedTime(since)));
    }

    private Task TellLogAsync()
    {
        Tell(LogReport());
        if (_watchers.Count > 0) return Task.CompletedTask;
        _logTimer?.Dispose();
        _logTimer = null;
        return Task.CompletedTask;
    }

    private void Tell(LiveReport report)
    {
        ForgetTheSilent();
        foreach (var watcher in _watchers.Keys) Send(watcher, report);
    }

    // One-way: the task is over when the message has been handed to the network.
    private static void Send(ILiveObserver watcher, LiveReport report) => watcher.OnReportAsync(report).Ignore();

    private void ForgetTheSilent()
    {
        foreach (var (watcher, since) in _watchers)
        {
            // Removing while enumerating is allowed in a dictionary.
            if (time.GetElapsedTime(since) > WatchLease.Duration) _watchers.Remove(watcher);
        }
    }

    private LiveReport LogReport()
    {
        var (status, condition, now) = (log.Status, health.Condition(), time.GetUtcNow());
        var lag = status.OldestPending is { } oldest && oldest < now ? now - oldest : TimeSpan.Zero;
        return new() { Source = "log", At = now.UtcDateTime, Log = new(status.UsedBytes, status.MaxBytes, lag, condition.Fault, condition.Problems) };
    }
}
