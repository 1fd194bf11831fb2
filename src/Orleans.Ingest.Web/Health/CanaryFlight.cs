using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.Contracts.Health;

namespace Orleans.Ingest.Web.Health;

/// <summary>
/// Proves that what this front end takes arrives: once a minute a canary goes the way of events, over a silo, the log, a flush group and an insert, into a table of its
/// own, and is looked for there.
/// </summary>
internal sealed partial class CanaryFlight : BackgroundService
{
    /// <summary>Three canaries that have not arrived: no hiccup any more.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan _interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;
    private readonly ILogger<CanaryFlight> _logger;
    // Of this start alone: what an earlier one sent proves nothing of this one.
    private readonly ulong _frontEnd = (ulong)Random.Shared.NextInt64(1, long.MaxValue);
    private readonly DateTime _started;
    private volatile CanaryArrival? _last;

    public CanaryFlight(IGrainFactory grains, WebMetrics metrics, TimeProvider time, ILogger<CanaryFlight> logger)
    {
        (_grains, _time, _logger) = (grains, time, logger);
        _started = Now;
        metrics.ObserveFlow(() => State.Age.TotalSeconds, () => State.Latency?.TotalSeconds);
    }

    /// <summary>How the flow stands.</summary>
    public FlowState State => _last is { } last
        ? new(Positive(Now - last.SentAt), Positive(last.ArrivedAt - last.SentAt), last.ArrivedAt)
        : new(Positive(Now - _started), null, null);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the start's own path: a client of the cluster may wait for its silo.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            var sentAt = Milliseconds(Now);
            await TryAsync(grain => grain.SendAsync(_frontEnd, sentAt), stoppingToken);
            // Looked at once a round: between two looks at the clock the process may stand still, and what is left of the minute be less than nothing.
            while (LeftOf(sentAt) is { } left && !stoppingToken.IsCancellationRequested)
            {
                await Task.Delay(_last?.SentAt == sentAt ? left : _look, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (_last?.SentAt != sentAt) await TryAsync(async grain => _last = await grain.LastAsync(_frontEnd) ?? _last, stoppingToken);
            }
        }
    }

    /// <summary>Time until the next canary, in whole milliseconds as timers count them; null when it is due, or the clock went back.</summary>
    private TimeSpan? LeftOf(DateTime sentAt)
    {
        var past = Now - sentAt;
        return past < TimeSpan.Zero || past >= _interval ? null : TimeSpan.FromMilliseconds(Math.Ceiling((_interval - past).TotalMilliseconds));
    }

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    /// <summary>The clocks of two machines may differ by more than a flight takes.</summary>
    private static TimeSpan Positive(TimeSpan span) => span < TimeSpan.Zero ? TimeSpan.Zero : span;

    private static DateTime Milliseconds(DateTime at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);

    private async Task TryAsync(Func<ICanaryGrain, Task> call, CancellationToken stopping)
    {
        try
        {
            await call(_grains.GetGrain<ICanaryGrain>(0)).WaitAsync(_patience, _time, stopping);
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            // The age tells; why is told by those who fail.
            Log.NotReached(_logger, error.GetType().Name);
        }
        catch (OperationCanceledException)
        {
            // The front end stops.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "A canary was not sent or could not be looked for ({Error}).")]
        public static partial void NotReached(ILogger logger, string error);
    }
}
