using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.BroadcastChannel;
using Orleans.Ingest.Contracts.Live;
using Orleans.Ingest.Web.Events;

namespace Orleans.Ingest.Web.Live;

/// <summary>
/// Publishes what <see cref="LiveFeed"/> gathers, four times a second while somebody looks. While nobody does, it asks once a second whether anybody has begun to: one
/// grain call, whatever the traffic.
/// </summary>
internal sealed partial class LivePublisher(
    LiveFeed feed, WaitingEvents waiting, IGrainFactory grains, [FromKeyedServices(LiveChannel.Name)] IBroadcastChannelProvider channels, TimeProvider time, ILogger<LivePublisher> logger)
    : BackgroundService
{
    /// <summary>How often it reports.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly string _name = $"{Environment.MachineName}:{Environment.ProcessId}";
    private bool _isFailing;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (feed.IsWatched) await ReportAsync(stoppingToken);
            else await LookAsync(stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        await AskAsync();
        if (feed.IsWatched) return;
        // A console of this very front end is not waited for.
        await Task.WhenAny(feed.WatchBegins, Task.Delay(WatchLease.Renewal, time, stoppingToken));
    }

    private async Task ReportAsync(CancellationToken stoppingToken)
    {
        var (asked, began) = (time.GetTimestamp(), time.GetTimestamp());
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var ended = time.GetTimestamp();
            if (feed.Take() is not { } interval) return;
            if (interval.IsEmpty && time.GetElapsedTime(began, ended) < WatchLease.Renewal) continue;
            // Nobody hears whether it arrives: a console misses a quarter of a second.
            await TryAsync(() => channels.GetChannelWriter<LiveReport>(ChannelId.Create(LiveChannel.Namespace, LiveChannel.Key)).Publish(interval.ToReport(_name, time.GetUtcNow().UtcDateTime, time.GetElapsedTime(began, ended), waiting.Count)));
            began = ended;
            if (time.GetElapsedTime(asked) < WatchLease.Renewal) continue;
            asked = time.GetTimestamp();
            await AskAsync();
        }
    }

    private Task AskAsync() => TryAsync(async () =>
        feed.WatchFor(await grains.GetGrain<ILiveFeedGrain>(LiveChannel.Key).GetWatchedForAsync().AsTask().WaitAsync(Patience, time)));

    private async Task TryAsync(Func<Task> call)
    {
        try
        {
            await call();
            _isFailing = false;
        }
        catch (Exception error)
        {
            if (!_isFailing) Log.NotReached(logger, error.GetType().Name);
            _isFailing = true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "The console's feed was not reached ({Error}); events are taken all the same.")]
        public static partial void NotReached(ILogger logger, string error);
    }
}
