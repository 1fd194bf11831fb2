using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.Contracts.Upkeep;

namespace Orleans.Ingest.Grains.Upkeep;

/// <summary>Wakes the upkeep now and then, from every silo: the one grain that does the work comes back when its silo is gone, and begins a new day's work.</summary>
internal sealed partial class UpkeepClock(IGrainFactory grains, TimeProvider time, ILogger<UpkeepClock> logger) : BackgroundService
{
    private static readonly TimeSpan _pause = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await grains.GetGrain<IUpkeepGrain>(0).WakeAsync().WaitAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                Log.NotWoken(logger, error);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Retention, unfinished deletions and events that came late were not looked at; that is tried again in a minute.")]
        public static partial void NotWoken(ILogger logger, Exception error);
    }
}
