using Orleans.Ingest.Contracts.Health;
using Orleans.Ingest.Web.Health;

namespace Orleans.Ingest.Server.Health;

/// <summary>This process is a front end: it asks a silo once a second, so that a health request never waits.</summary>
internal sealed class RemoteSiloHealth(IGrainFactory grains, TimeProvider time) : BackgroundService, IIngestHealth
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    /// <summary>As long as an event is tried again by default: what heals sooner, no visitor has noticed.</summary>
    private static readonly TimeSpan _silence = TimeSpan.FromSeconds(10);

    private (SiloCondition Condition, long At)? _last;

    /// <inheritdoc />
    public HealthReport Report() => _last is { } last && time.GetElapsedTime(last.At) < _silence
        ? Conditions.ReportOf(last.Condition)
        : new(HealthStatus.Unavailable, ["No silo of the cluster answers: are silos running, with the same Orleans:ClusterId and the same Redis?"]);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var condition = await grains.GetGrain<ISiloHealthGrain>(0).GetAsync().AsTask().WaitAsync(_patience, time, stoppingToken);
                _last = (condition, time.GetTimestamp());
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The silence tells.
            }

            await Task.Delay(_pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
