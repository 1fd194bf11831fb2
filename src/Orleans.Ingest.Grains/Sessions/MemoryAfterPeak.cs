using Microsoft.Extensions.Hosting;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Grains.Telemetry;

namespace Orleans.Ingest.Grains.Sessions;

/// <summary>
/// Gives memory back when a crowd of visitors has gone. The runtime collects when it allocates; after a peak it allocates little, so what the peak's sessions
/// took would stay with the process for hours. They go in two steps: the sessions, and an hour later what the log has of them in memory.
/// </summary>
internal sealed class MemoryAfterPeak(GrainMetrics metrics, IDurableLog log, TimeProvider time) : BackgroundService
{
    /// <summary>Below this many there is nothing to gain: so many sessions are some 50 MB.</summary>
    private const long Crowd = 20_000;

    private static readonly TimeSpan _look = TimeSpan.FromMinutes(1);
    private long _peak;

    /// <summary>Remembers the most since the last collection, and says when half of them have gone.</summary>
    /// <param name="live">Sessions and snapshots in memory now.</param>
    /// <returns>True when a collection is worth it.</returns>
    internal bool HasPassed(long live)
    {
        _peak = Math.Max(_peak, live);
        if (_peak < Crowd || live > _peak / 2) return false;
        _peak = live;
        return true;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_look, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // The only mode that gives memory back to the system. It stops the process for as long as that takes: half a second for 600 MB, on a busy machine.
            if (HasPassed(metrics.LiveSessions + (log.SnapshotsInMemory ?? 0))) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
