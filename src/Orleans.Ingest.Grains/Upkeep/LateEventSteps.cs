using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.ClickHouse.Ordering;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Contracts.Telemetry;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Grains.Upkeep;

/// <summary>
/// The way of events that came late (bulk endpoint, import) into the visits they belong to: 1. ClickHouse tells which visitors have such events since the last time, 2. whose
/// visits are torn, 3. everything of those visitors arrives in ClickHouse, 4. the one visit is calculated from its rows, 5. the visitor's grain appends its rows, unless the visitor had
/// another event since, 6. events are given the visit's id and attributes. Each step may be taken again. See decision 010.
/// </summary>
internal sealed partial class LateEventSteps(IDurableLog log, StoredVisits visits, VisitorGrains grains, TimeProvider time, ILogger<LateEventSteps> logger)
{
    /// <summary>How far back the first look of a log goes.</summary>
    private static readonly TimeSpan _atFirst = TimeSpan.FromDays(3);

    private const int VisitorsOfOneLook = 4_000;
    private const int MostHalvings = 20;
    private const int VisitorsAtOnce = 500;
    private const int EventsAtOnce = 5_000;

    /// <summary>ClickHouse delays statements behind 500 that are not done, and refuses them behind 1,000.</summary>
    private const int MostUnfinished = 50;

    private static readonly TimeSpan _long = TimeSpan.FromMinutes(10);

    private readonly AtMostEvery _told = new(_long, time);
    private readonly AtMostEvery _asked = new(TimeSpan.FromSeconds(2), time);
    private bool _isBehind;
    private long? _waitsSince;
    private (long Since, TimeSpan For) _rest;

    private bool IsResting => !_isBehind && time.GetElapsedTime(_rest.Since) < _rest.For;

    /// <summary>
    /// True while ClickHouse rewrites events for the last ones, and for as long again: each mutation goes through every part that holds one of its events. What comes late meanwhile is moved
    /// by few, and at most half of the time. While more has arrived than the last look took, it goes on, up to some mutations that are not done.
    /// </summary>
    public async Task<bool> MustWaitAsync(CancellationToken cancellationToken)
    {
        if (IsResting) return true;
        if (_waitsSince is not null && !_asked.IsDue()) return true;
        var moving = await visits.MovingAsync(cancellationToken);
        if (moving.Unfinished > (_isBehind ? MostUnfinished : 0UL))
        {
            var waited = time.GetElapsedTime(_waitsSince ??= time.GetTimestamp());
            if (waited > _long && _told.IsDue()) Log.Waits(logger, (int)waited.TotalMinutes, moving.Fault ?? "none");
            return true;
        }

        if (_waitsSince is { } since)
        {
            var took = time.GetElapsedTime(since);
            _rest = (time.GetTimestamp(), took < _long ? took : _long);
            _waitsSince = null;
        }

        return IsResting;
    }

    /// <summary>Looks for visitors whose visits are torn, in a part of what has arrived in ClickHouse since the last time.</summary>
    /// <param name="last">How far it was.</param>
    /// <param name="cancellationToken">Ends it; what was not finished is done the next time.</param>
    /// <returns>How far it is now, whether that is all, and what is torn: then it is no further before that is joined.</returns>
    public async Task<(LateEventProgress Progress, bool IsAll, TornVisitors? Torn)> LookAsync(LateEventProgress last, CancellationToken cancellationToken)
    {
        var arrived = await log.ArrivedAsync(cancellationToken);
        var range = new PositionRange(last.InOrder.Length == log.QueueCount ? last.InOrder : Beginnings(), arrived);
        if (await LateAsync(range, cancellationToken) is not var (late, until)) return (new(arrived, []), true, null);
        _isBehind = !until.SequenceEqual(arrived);
        var visitors = new List<LateVisitor>();
        foreach (var some in late.UnionBy(last.Postponed.Select(known => known.Visitor), visitor => visitor.Key).Chunk(VisitorsAtOnce))
        {
            var names = (await TornAsync(some, cancellationToken)).Select(torn => torn.Key).ToHashSet();
            visitors.AddRange(some.Where(visitor => names.Contains(visitor.Key)));
        }

        if (visitors.Count == 0) return (new(until, []), !_isBehind, null);
        var versions = await grains.VersionsAsync(visitors.Select(visitor => visitor.Key));
        return (last, true, new([.. visitors], versions, await log.EndsAsync(cancellationToken), until));
    }

    /// <summary>Joins what is torn; null while something of it is on its way to ClickHouse.</summary>
    /// <param name="visitors">What <see cref="LookAsync"/> found.</param>
    /// <param name="cancellationToken">Ends it; it can be looked for again.</param>
    /// <returns>How far it is then. Visitors who had another event meanwhile do not hold up others: they are looked at again the next time.</returns>
    public async Task<LateEventProgress?> JoinAsync(TornVisitors visitors, CancellationToken cancellationToken)
    {
        if (!await log.HaveLeftAsync(visitors.Ends, cancellationToken)) return null;
        var (left, moved) = (new HashSet<SessionKey>(), new List<(SessionState Session, ulong Position)>());
        foreach (var some in visitors.Visitors.Chunk(VisitorsAtOnce))
        {
            foreach (var portion in (await TornAsync(some, cancellationToken)).GroupBy(torn => torn.Key.SiteId).SelectMany(Portions))
            {
                foreach (var (visitor, outcome) in await JoinPortionAsync(portion, visitors.Versions, cancellationToken))
                {
                    if (!outcome.IsInOrder) left.Add(visitor);
                    moved.AddRange(outcome.Moved);
                }

                // What is told is done, even if the time ends before all is: the next look does not find it again.
                if (moved.Count >= EventsAtOnce) await MoveAsync(moved, cancellationToken);
            }

            await MoveAsync(moved, cancellationToken);
        }

        return new(visitors.Until, [.. visitors.Visitors.Where(visitor => left.Contains(visitor.Key)).Select(PostponedVisitor.Of)]);
    }

    private async Task MoveAsync(List<(SessionState Session, ulong Position)> moved, CancellationToken cancellationToken)
    {
        if (moved.Count == 0) return;
        await visits.MoveAsync(moved, cancellationToken);
        Log.InOrder(logger, moved.Count);
        moved.Clear();
    }

    /// <summary>The visitors of the range, or of so much of it as has not too many; null where visits are not put in order.</summary>
    private async Task<(ImmutableArray<LateVisitor> Late, ImmutableArray<ulong> Until)?> LateAsync(PositionRange range, CancellationToken cancellationToken)
    {
        for (var halvings = 0; !range.IsEmpty; halvings++)
        {
            if (await visits.LateAsync(range, cancellationToken) is not { } late) return null;
            if (late.Length <= VisitorsOfOneLook || halvings == MostHalvings) return (late, range.Until);
            range = range.FirstHalf();
        }

        return ([], range.Until);
    }

    private async Task<List<TornVisits>> TornAsync(IReadOnlyCollection<LateVisitor> visitors, CancellationToken cancellationToken)
    {
        var torn = new List<TornVisits>();
        foreach (var places in await visits.PlacesAsync(visitors, cancellationToken))
        {
            ImmutableArray<ImmutableArray<PlacedEvent>> runs = [.. VisitOrder.Torn(places, CameLate)];
            if (!runs.IsEmpty) torn.Add(new(places.Key, runs));
        }

        return torn;
    }

    private async Task<Dictionary<SessionKey, (bool IsInOrder, ImmutableArray<(SessionState Session, ulong Position)> Moved)>> JoinPortionAsync(IReadOnlyCollection<TornVisits> torn, Dictionary<SessionKey, ulong> versions, CancellationToken cancellationToken)
    {
        var (events, sessions) = await visits.ReadAsync(torn, cancellationToken);
        var runs = torn.ToDictionary(visitor => visitor.Key);
        return await VisitorGrains.AskAsync(runs.Keys, visitor => JoinVisitorAsync(runs[visitor], events[visitor].ToDictionary(stored => stored.Position), [.. sessions[visitor]], versions[visitor]));
    }

    private async Task<(bool IsInOrder, ImmutableArray<(SessionState Session, ulong Position)> Moved)> JoinVisitorAsync(TornVisits visitor, Dictionary<ulong, StoredEvent> events, SessionState[] sessions, ulong version)
    {
        var joined = new List<JoinedVisit>();
        foreach (var run in visitor.Runs)
        {
            // What does not add up is left as it is: audit and books tell of it.
            if (VisitOrder.Join(run.Select(place => events.GetValueOrDefault(place.Position)).OfType<StoredEvent>(), sessions) is { } visit) joined.Add(visit);
        }

        var changed = joined.Where(visit => !visit.IsStored).ToList();
        if (changed.Count > 0)
        {
            var order = new SessionOrder(version, [.. changed.Select(visit => visit.Session)], [.. changed.SelectMany(visit => visit.Replaced)], time.GetUtcNow().UtcDateTime);
            if (await grains.Of(visitor.Key).PutInOrderAsync(order) != OrderStatus.Stored) return (false, []);
        }

        return (true, [.. joined.SelectMany(visit => visit.Moved.Select(position => (visit.Session, position)))]);
    }

    private static bool CameLate(PlacedEvent place) => SessionStep.IsLate(place.At, LogPosition.TimeOf(place.Position).UtcDateTime);

    /// <summary>Visitors with some thousand events together, or one.</summary>
    private static IEnumerable<IReadOnlyCollection<TornVisits>> Portions(IEnumerable<TornVisits> torn)
    {
        var (portion, events) = (new List<TornVisits>(), 0);
        foreach (var visitor in torn)
        {
            var more = visitor.Runs.Sum(run => run.Length);
            if (portion.Count > 0 && events + more > EventsAtOnce)
            {
                yield return portion;
                (portion, events) = ([], 0);
            }

            portion.Add(visitor);
            events += more;
        }

        if (portion.Count > 0) yield return portion;
    }

    private ImmutableArray<ulong> Beginnings() =>
        [.. Enumerable.Range(0, log.QueueCount).Select(queue => LogPosition.Next(0, time.GetUtcNow() - _atFirst, queue))];

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "{Events} events that were stored with other sessions have been put into their visits.")]
        public static partial void InOrder(ILogger logger, int events);

        [LoggerMessage(2, LogLevel.Warning, "ClickHouse has been rewriting events for those that came late for {Minutes} min; more of them wait. Its last error: {Fault}, see system.mutations; a mutation that cannot end is taken back with KILL MUTATION.")]
        public static partial void Waits(ILogger logger, int minutes, string fault);
    }
}
