using Microsoft.Extensions.Hosting;
using Orleans.Ingest.DurableLog;

namespace Orleans.Ingest.Grains.Sessions;

/// <summary>
/// Where the log has all snapshots in this process' memory, a session that no event has come to for a minute does not hold its own as well: half a kilobyte of each, and its next event reads
/// it again in a microsecond.
/// </summary>
internal sealed class RestingSessions(LocalSessions sessions, IDurableLog log, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan _look = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (log.SnapshotsInMemory is null) return;
        while (true)
        {
            // From pass to pass, not by a clock's ticks, of which one may follow at once on one that was late: a session must have had its minute.
            await Task.Delay(_look, time, stoppingToken);
            sessions.Rest();
        }
    }
}
