using System.Collections.Immutable;
using System.Diagnostics;
using Orleans.Concurrency;
using Orleans.Ingest.ClickHouse.Queries;
using Orleans.Ingest.Contracts.Health;
using Orleans.Ingest.DurableLog;

namespace Orleans.Ingest.Grains.Health;

/// <summary>Looks at log and ClickHouse from the silo that a front end reaches. Asked by people, not by events.</summary>
[StatelessWorker(1)]
internal sealed class InspectionGrain(IDurableLog log, SiloHealth health, ClickHouseQueries queries, TimeProvider time) : Grain, IInspectionGrain
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public async Task<Inspection> InspectAsync(ImmutableArray<ulong> sites)
    {
        var began = Stopwatch.GetTimestamp();
        var (version, ahead, seen) = await AskClickHouseAsync(sites);
        var (status, condition, now) = (log.Status, health.Condition(), time.GetUtcNow());
        return new()
        {
            Now = now.UtcDateTime,
            Took = Stopwatch.GetElapsedTime(began),
            ClickHouseVersion = version,
            ClickHouseAhead = ahead,
            SeenSites = seen,
            LogBytes = status.UsedBytes,
            LogMaxBytes = status.MaxBytes,
            Lag = status.OldestPending is { } oldest && oldest < now ? now - oldest : TimeSpan.Zero,
            Fault = condition.Fault,
            Problems = condition.Problems,
            Risks = [.. status.Risks],
        };
    }

    private async Task<(string? Version, TimeSpan? Ahead, ImmutableArray<ulong>? Seen)> AskClickHouseAsync(ImmutableArray<ulong> sites)
    {
        using var timeout = new CancellationTokenSource(_patience, time);
        try
        {
            var version = await queries.VersionAsync(timeout.Token);
            var asked = time.GetUtcNow();
            var clock = await queries.ClockAsync(timeout.Token);
            // Read somewhere between question and answer: taken for the middle.
            var ahead = clock - (asked + ((time.GetUtcNow() - asked) / 2)).UtcDateTime;
            return (version, ahead, await queries.SitesWithEventsAsync(sites, timeout.Token));
        }
        catch (Exception)
        {
            // That it is away is the finding.
            return (null, null, null);
        }
    }
}
