using Orleans.Ingest.DurableLog;

namespace Orleans.Ingest.Server.Modes;

/// <summary>
/// Graceful stop: once the front end takes no more events and before the silo goes, what the log holds is flushed to ClickHouse.
/// Nothing depends on it (what is not flushed is durable, and flushed by the next start); it leaves a tidy directory.
/// </summary>
internal sealed partial class DrainOnStop(IDurableLog log, TimeProvider time, ILogger<DrainOnStop> logger) : IHostedService
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        for (var queue = 0; queue < log.QueueCount; queue++) await log.RipenAsync(queue, cancellationToken);
        var began = time.GetTimestamp();
        while (log.Status.OldestPending is not null && !cancellationToken.IsCancellationRequested)
        {
            if (time.GetElapsedTime(began) > _patience)
            {
                Log.NotDrained(logger, log.Status.UsedBytes);
                return;
            }

            await Task.Delay(_look, time, CancellationToken.None);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "ClickHouse did not take everything in time: {Bytes} bytes stay in the event log and are written at the next start. Nothing is lost.")]
        public static partial void NotDrained(ILogger logger, long bytes);
    }
}
