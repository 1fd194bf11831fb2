using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Contracts.Upkeep;
using Orleans.Ingest.Grains.Sites;

namespace Orleans.Ingest.Grains.Upkeep;

/// <summary>
/// Order and state of changes to stored data; what a step does is <see cref="DeletionSteps"/>', <see cref="RedecisionSteps"/>' and <see cref="LateEventSteps"/>'. A deletion goes first, and
/// alone: what it removes must not be read meanwhile and written again. While a redecision waits, late events are put in order, but not while it rewrites visits. A step is written down when it has been taken, and may be taken again: a crash
/// costs time, nothing else.
/// </summary>
internal sealed partial class UpkeepGrain(
    [PersistentState("upkeep")] IPersistentState<UpkeepState> upkeep, DeletionSteps deletions, RedecisionSteps redecisions, LateEventSteps lateEvents, TimeProvider time, ILogger<UpkeepGrain> logger) : Grain, IUpkeepGrain
{
    private static readonly TimeSpan _nextStep = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _betweenLooks = TimeSpan.FromMinutes(10);
    // An ordinary call that comes meanwhile waits for as long.
    private static readonly TimeSpan _orderFor = TimeSpan.FromSeconds(20);
    private IGrainTimer? _working;
    private long? _looked;
    private bool _mayBeOutOfOrder;
    private TornVisitors? _torn;

    /// <inheritdoc />
    public async Task<DataDeletion> DeleteAsync(DataSelection selection)
    {
        var deletion = await AddAsync(upkeep.State, selection, byRetention: false);
        Work();
        return deletion;
    }

    /// <inheritdoc />
    public Task<ImmutableArray<DataDeletion>> ListAsync(ulong siteId) =>
        Task.FromResult<ImmutableArray<DataDeletion>>([.. upkeep.State.Deletions.Where(deletion => deletion.Selection.SiteId == siteId).Reverse()]);

    /// <inheritdoc />
    public Task LateEventsAsync()
    {
        _mayBeOutOfOrder = true;
        Work();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task WakeAsync()
    {
        _mayBeOutOfOrder = true;
        await ExpireAsync();
        Work();
    }

    private async Task ExpireAsync()
    {
        // Every silo wakes it, and a look asks every site.
        if (_looked is { } last && time.GetElapsedTime(last) < _betweenLooks) return;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        foreach (var domain in await GrainFactory.GetGrain<ISiteDirectoryGrain>(0).ListAsync())
        {
            if (await GrainFactory.GetGrain<ISiteGrain>(domain).GetAsync() is not { RetentionDays: { } days } site) continue;
            if (upkeep.State.Expired.TryGetValue(site.Id, out var day) && day >= today) continue;
            // One write for both: the day is done when the deletion is sure to be.
            var looked = upkeep.State with { Expired = upkeep.State.Expired.SetItem(site.Id, today) };
            await AddAsync(looked, new(site.Id, From: null, today.AddDays(-days).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), UserId: null), byRetention: true);
        }

        _looked = time.GetTimestamp();
    }

    private static long NextId(long? last, DateTime now) => Math.Max((last ?? 0) + 1, (now - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond);

    private async Task<DataDeletion> AddAsync(UpkeepState state, DataSelection selection, bool byRetention)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var deletion = new DataDeletion
        {
            // By the clock: ClickHouse remembers the mutations of a service whose state is gone, and theirs must not pass for this one's.
            Id = NextId(state.Deletions.LastOrDefault()?.Id, now),
            Selection = selection,
            ByRetention = byRetention,
            RequestedAt = now,
        };
        await upkeep.ChangeAsync(state.Added(deletion));
        return deletion;
    }

    private void Work()
    {
        if (upkeep.State is { Unfinished: null, UnfinishedRedecision: null } && !_mayBeOutOfOrder) return;
        _working ??= this.RegisterGrainTimer(StepAsync, new GrainTimerCreationOptions(TimeSpan.Zero, _nextStep) { KeepAlive = true });
    }

    private async Task StepAsync(CancellationToken cancellationToken)
    {
        if (upkeep.State.Unfinished is not { } deletion)
        {
            if (upkeep.State.UnfinishedRedecision is { } redecision)
            {
                // One step of each: a visitor who goes on having events holds up neither.
                if (await RedecideAsync(redecision, cancellationToken) || redecisions.IsRewriting || !(_mayBeOutOfOrder || _torn is not null)) return;
                await OrderAsync(cancellationToken);
            }
            else if (_mayBeOutOfOrder || _torn is not null)
            {
                await OrderAsync(cancellationToken);
            }
            else
            {
                _working?.Dispose();
                _working = null;
            }

            return;
        }

        var next = await NextAsync(deletion, cancellationToken);
        if (next == deletion) return;
        await upkeep.ChangeAsync(upkeep.State.Changed(next));
        if (next.IsFinished && (next.Events > 0 || next.Visits > 0 || !next.ByRetention)) Log.Finished(logger, next.Id, next.Selection.SiteId, next.Status, next.Events ?? 0, next.Visits ?? 0);
    }

    private async Task OrderAsync(CancellationToken cancellationToken)
    {
        using var stop = new CancellationTokenSource(_orderFor, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, cancellationToken);
        try
        {
            if (_torn is { } torn)
            {
                if (await lateEvents.JoinAsync(torn, either.Token) is not { } joined) return;
                // There may be more behind these. Those who were postponed alone are left to the next hint, or to the next minute.
                _mayBeOutOfOrder |= !joined.InOrder.SequenceEqual(upkeep.State.LateEvents.InOrder);
                _torn = null;
                await upkeep.ChangeAsync(upkeep.State with { LateEvents = joined });
                return;
            }

            // Before the look: events may come late while it lasts. And an error leaves it so: then it is tried again with the next minute or hint, not with the next step.
            _mayBeOutOfOrder = false;
            if (await lateEvents.MustWaitAsync(either.Token))
            {
                _mayBeOutOfOrder = true;
                return;
            }

            var (progress, isAll, found) = await lateEvents.LookAsync(upkeep.State.LateEvents, either.Token);
            (_torn, _mayBeOutOfOrder) = (found, _mayBeOutOfOrder || !isAll);
            if (found is null) await upkeep.ChangeAsync(upkeep.State with { LateEvents = progress });
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            _torn = null;
            Log.NotInOrder(logger, error);
        }
    }

    private async Task<DataDeletion> NextAsync(DataDeletion deletion, CancellationToken cancellationToken)
    {
        try
        {
            return await deletions.NextAsync(deletion, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotYet(logger, error, deletion.Id, deletion.Selection.SiteId);
            return DeletionSteps.After(error, deletion, time.GetUtcNow().UtcDateTime);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Deletion {Id} of stored data of site {Site} has ended: {Status}; {Events} events, {Visits} visits.")]
        public static partial void Finished(ILogger logger, long id, ulong site, DataDeletionStatus status, ulong events, ulong visits);

        [LoggerMessage(3, LogLevel.Warning, "Events that came late are not put into their visits now; that is tried again within a minute.")]
        public static partial void NotInOrder(ILogger logger, Exception error);

        [LoggerMessage(4, LogLevel.Information, "Redecision {Id} of site {Site} has ended: {Status}; {Landed} events were stored, {Removed} removed.")]
        public static partial void Redecided(ILogger logger, long id, ulong site, RedecisionStatus status, ulong landed, ulong removed);

        [LoggerMessage(5, LogLevel.Warning, "Redecision {Id} of site {Site} does not go on now; it is tried again.")]
        public static partial void NotRedecided(ILogger logger, Exception error, long id, ulong site);

        [LoggerMessage(2, LogLevel.Warning, "Deletion {Id} of stored data of site {Site} does not go on now; it is tried again.")]
        public static partial void NotYet(ILogger logger, Exception error, long id, ulong site);
    }
}
