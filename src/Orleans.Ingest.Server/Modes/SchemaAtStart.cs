using Orleans.Ingest.ClickHouse.Schema;

namespace Orleans.Ingest.Server.Modes;

/// <summary>Makes the tables as soon as ClickHouse is up, so that they can be read before the first event. Events do not wait for it.</summary>
internal sealed partial class SchemaAtStart(ClickHouseSchema schema, TimeProvider time, ILogger<SchemaAtStart> logger) : BackgroundService
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await schema.MigrateAsync(stoppingToken);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                Log.NotYet(logger, error, _pause);
                await Task.Delay(_pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The ClickHouse tables could not be made yet; next try in {Pause}. Events are accepted and kept meanwhile.")]
        public static partial void NotYet(ILogger logger, Exception error, TimeSpan pause);
    }
}
