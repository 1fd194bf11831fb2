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
    /// <summary>So many sessions are some 50 MB.</summary>
    private const long Crowd = 20_000;

    /// <summary>So many snapshots are some 80 MB.</summary>
    private const long CrowdOfSnapshots = 200_000;

    private static readonly TimeSpan _look = TimeSpan.FromMinutes(1);
    private readonly Peak _sessions = new(Crowd);
    private readonly Peak _snapshots = new(CrowdOfSnapshots);

    /// <summary>True when a collection is worth it.</summary>
    /// <param name="sessions">Sessions in memory now.</param>
    /// <param name="snapshots">Snapshots that the log has in memory now.</param>
    internal bool IsWorthIt(long sessions, long snapshots)
    {
        var haveSessionsGone = _sessions.HasPassed(sessions);
        // They go by half hours, also in the middle of traffic that is only a quarter less than before: then a collection would stop many.
        var haveSnapshotsGone = _snapshots.HasPassed(snapshots) && sessions < Crowd;
        return haveSessionsGone || haveSnapshotsGone;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_look, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // The only mode that gives memory back to the system. It stops the process for as long as that takes: half a second for 600 MB, on a busy machine.
            if (IsWorthIt(metrics.LiveSessions, log.SnapshotsInMemory ?? 0)) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
