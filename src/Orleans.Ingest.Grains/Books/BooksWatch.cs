using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Orleans.Ingest.Contracts.Books;
using Orleans.Ingest.Contracts.Telemetry;

namespace Orleans.Ingest.Grains.Books;

/// <summary>Has the books checked each minute, and measures what is found. Every silo does: whichever holds the grain, the check goes on when another one dies.</summary>
internal sealed class BooksWatch(IGrainFactory grains, IMeterFactory meters, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromMinutes(1);

    private readonly DateTimeOffset _started = time.GetUtcNow();
    private volatile BooksState? _state;

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(IngestTelemetry.Name);
        meter.CreateObservableGauge("ingest.books.off", () => _state?.Off.Length ?? 0, "{minute}", "Minutes of sites in which ClickHouse does not hold what the log counted. Silos say the same: take the highest.");
        meter.CreateObservableGauge("ingest.books.age", () => (time.GetUtcNow() - (_state?.CheckedUntil ?? _started)).TotalSeconds, "s", "Time since the end of the newest minute that was checked.");
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(_every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            try
            {
                _state = await grains.GetGrain<IBooksGrain>(0).CheckAsync();
            }
            catch (Exception)
            {
                // The silo that held it is gone, or this one is going: the age says how long nothing was checked.
            }
        }
    }
}
