using System.Collections.Immutable;
using System.Globalization;
using ClickHouse.Driver;
using Orleans.Ingest.ClickHouse.Deletion;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Contracts.Upkeep;
using Orleans.Ingest.DurableLog;

namespace Orleans.Ingest.Grains.Upkeep;

/// <summary>
/// The way of a deletion: 1. what was accepted before it arrives in ClickHouse, 2. visits of the selection that go on are ended, and their last rows arrive too,
/// 3. ClickHouse is told, 4. its mutations end. So no event that was acknowledged before comes in behind the deletion, and none that comes later changes a row that is gone.
/// </summary>
internal sealed class DeletionSteps(IDurableLog log, SiteDataDeletion data, IGrainFactory grains, TimeProvider time)
{
    private const int VisitsAtOnce = 64;

    /// <summary>ClickHouse may refuse for a while (too many mutations, no space): then it is asked again.</summary>
    private const int MostRefusals = 20;

    /// <summary>The deletion after one more step; the same one while it waits.</summary>
    public async Task<DataDeletion> NextAsync(DataDeletion deletion, CancellationToken cancellationToken) => deletion.Status switch
    {
        DataDeletionStatus.WaitsForLog or DataDeletionStatus.WaitsForVisits when deletion.Awaited.IsEmpty => Awaiting(deletion, await log.EndsAsync(cancellationToken)),
        DataDeletionStatus.WaitsForLog or DataDeletionStatus.WaitsForVisits when !await log.HaveLeftAsync(deletion.Awaited, cancellationToken) =>
            deletion with { Detail = "events that were accepted before are on their way to ClickHouse" },
        DataDeletionStatus.WaitsForLog => await EndVisitsAsync(deletion, cancellationToken)
            ? deletion with { Status = DataDeletionStatus.WaitsForVisits, Awaited = [], Detail = null }
            : await BeginAsync(deletion, cancellationToken),
        DataDeletionStatus.WaitsForVisits => await BeginAsync(deletion, cancellationToken),
        DataDeletionStatus.Deletes => await WatchAsync(deletion, cancellationToken),
        _ => deletion,
    };

    /// <summary>The deletion after a step that failed.</summary>
    public static DataDeletion After(Exception error, DataDeletion deletion, DateTime now)
    {
        if (error is not ClickHouseServerException server) return deletion with { Detail = "the event log or ClickHouse cannot be reached; it is tried again" };
        var refused = deletion with { Refusals = deletion.Refusals + 1, Detail = string.Create(CultureInfo.InvariantCulture, $"ClickHouse answers code {server.ErrorCode}") };
        return refused.Refusals < MostRefusals ? refused : refused with { Status = DataDeletionStatus.Failed, FinishedAt = now };
    }

    private static DataDeletion Awaiting(DataDeletion deletion, ImmutableArray<ulong> ends) =>
        deletion with { Awaited = ends, Before = deletion.Before.IsEmpty ? ends : deletion.Before };

    /// <summary>True when a visit has been ended, whose last rows may be in the log.</summary>
    private async Task<bool> EndVisitsAsync(DataDeletion deletion, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var ended = 0;
        await Parallel.ForEachAsync(
            await data.RecentVisitorsAsync(deletion, now, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = VisitsAtOnce, CancellationToken = cancellationToken },
            async (user, _) =>
            {
                var status = await grains.GetGrain<ISessionGrain>(new SessionKey(deletion.Selection.SiteId, user).ToString()).ForgetAsync(time.GetUtcNow().UtcDateTime);
                if (status == ForgetStatus.Unavailable) throw new LogUnavailableException("A visit could not be ended now.");
                if (status == ForgetStatus.Ended) Interlocked.Increment(ref ended);
            });
        return ended > 0;
    }

    private async Task<DataDeletion> BeginAsync(DataDeletion deletion, CancellationToken cancellationToken)
    {
        var found = await data.BeginAsync(deletion, cancellationToken);
        return deletion with
        {
            Status = DataDeletionStatus.Deletes,
            Events = found?.Events ?? deletion.Events,
            Visits = found?.Visits ?? deletion.Visits,
            Awaited = [],
            Detail = null,
        };
    }

    private async Task<DataDeletion> WatchAsync(DataDeletion deletion, CancellationToken cancellationToken)
    {
        var state = await data.StateAsync(deletion.Id, cancellationToken);
        if (state.Unfinished == 0) return deletion with { Status = DataDeletionStatus.Done, FinishedAt = time.GetUtcNow().UtcDateTime, Detail = null };
        var parts = string.Create(CultureInfo.InvariantCulture, $"ClickHouse has {state.Parts} part(s) of its tables to rewrite");
        return deletion with { Detail = state.Fault is { } fault ? $"{parts}, and met {fault}; it tries again" : parts };
    }
}
