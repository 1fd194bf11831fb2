using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.ClickHouse.Ordering;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Grains.Upkeep;

/// <summary>
/// The way of events that came late (bulk endpoint, import) into the visits they belong to: 1. ClickHouse tells which visitors have such events since the last time, 2. whose
/// visits are torn, 3. everything of those visitors arrives in ClickHouse, 4. the one visit is calculated from its rows, 5. the visitor's grain appends its rows, unless the visitor had
/// another event since, 6. events are given the visit's id and attributes. Each step may be taken again. See decision 010.
/// </summary>
internal sealed partial class LateEventSteps(IDurableLog log, StoredVisits visits, IGrainFactory grains, TimeProvider time, ILogger<LateEventSteps> logger)
{
    /// <summary>How far back the first look of a log goes.</summary>
    private static readonly TimeSpan _atFirst = TimeSpan.FromDays(3);

    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(50);

    private const int VisitorsAtOnce = 500;
    private const int EventsAtOnce = 5_000;
    private const int MovesAtOnce = 500;
    private const int GrainsAtOnce = 64;

    /// <summary>Puts what has arrived in ClickHouse since <paramref name="done"/> in order.</summary>
    /// <param name="done">Per queue, the position up to which all is in order; empty before the first time.</param>
    /// <param name="cancellationToken">Ends it; what was not finished is done the next time.</param>
    /// <returns>The same, now; further than before unless a visitor goes on having events.</returns>
    public async Task<ImmutableArray<ulong>> NextAsync(ImmutableArray<ulong> done, CancellationToken cancellationToken)
    {
        var range = new PositionRange(done.Length == log.QueueCount ? done : Beginnings(), await ArrivedAsync(cancellationToken));
        if (range.IsEmpty) return done;
        if (await visits.LateAsync(range, cancellationToken) is not { } late) return range.Until;
        var isInOrder = true;
        foreach (var some in late.Chunk(VisitorsAtOnce)) isInOrder &= await OrderAsync(some, range, cancellationToken);
        return isInOrder ? range.Until : done;
    }

    private async Task<bool> OrderAsync(IReadOnlyCollection<LateVisitor> visitors, PositionRange range, CancellationToken cancellationToken)
    {
        var torn = await TornAsync(visitors, range, cancellationToken);
        if (torn.Count == 0) return true;
        var versions = await OfEachAsync(torn, async visitor => await GrainOf(visitor.Key).VersionAsync());
        await ArriveAsync(cancellationToken);

        // Once more: now every row is there that those versions stand for.
        var names = torn.Select(visitor => visitor.Key).ToHashSet();
        torn = await TornAsync([.. visitors.Where(visitor => names.Contains(visitor.Key))], range, cancellationToken);
        var isInOrder = true;
        foreach (var site in torn.GroupBy(visitor => visitor.Key.SiteId))
        {
            foreach (var some in Portions(site)) isInOrder &= await JoinAsync(some, versions, cancellationToken);
        }

        return isInOrder;
    }

    private async Task<List<TornVisits>> TornAsync(IReadOnlyCollection<LateVisitor> visitors, PositionRange range, CancellationToken cancellationToken)
    {
        var torn = new List<TornVisits>();
        foreach (var places in await visits.PlacesAsync(visitors, cancellationToken))
        {
            ImmutableArray<ImmutableArray<PlacedEvent>> runs = [.. VisitOrder.Torn(places, place => range.Contains(place.Position))];
            if (!runs.IsEmpty) torn.Add(new(places.Key, runs));
        }

        return torn;
    }

    private async Task<bool> JoinAsync(IReadOnlyCollection<TornVisits> torn, Dictionary<SessionKey, ulong> versions, CancellationToken cancellationToken)
    {
        var (events, sessions) = await visits.ReadAsync(torn, cancellationToken);
        var outcomes = await OfEachAsync(torn, visitor => JoinAsync(visitor, events[visitor.Key].ToDictionary(stored => stored.Position), [.. sessions[visitor.Key]], versions[visitor.Key]));
        var moved = outcomes.Values.SelectMany(outcome => outcome.Moved).ToList();
        foreach (var some in moved.Chunk(MovesAtOnce))
            await visits.MoveAsync(torn.First().Key.SiteId, [.. some.GroupBy(move => move.Session, move => move.Position, (session, positions) => new MovedEvents(session, [.. positions]))], cancellationToken);
        if (moved.Count > 0) Log.InOrder(logger, moved.Count, torn.Count);
        return outcomes.Values.All(outcome => outcome.IsInOrder);
    }

    private async Task<(bool IsInOrder, ImmutableArray<(SessionState Session, ulong Position)> Moved)> JoinAsync(TornVisits visitor, Dictionary<ulong, StoredEvent> events, SessionState[] sessions, ulong version)
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
            if (await GrainOf(visitor.Key).PutInOrderAsync(order) != OrderStatus.Stored) return (false, []);
        }

        return (true, [.. joined.SelectMany(visit => visit.Moved.Select(position => (visit.Session, position)))]);
    }

    private ISessionGrain GrainOf(SessionKey key) => grains.GetGrain<ISessionGrain>(key.ToString());

    private static async Task<Dictionary<SessionKey, T>> OfEachAsync<T>(IReadOnlyCollection<TornVisits> torn, Func<TornVisits, Task<T>> ask)
    {
        var answers = new Dictionary<SessionKey, T>(torn.Count);
        foreach (var some in torn.Chunk(GrainsAtOnce))
        {
            foreach (var (key, answer) in await Task.WhenAll(some.Select(async visitor => (visitor.Key, Answer: await ask(visitor))))) answers.Add(key, answer);
        }

        return answers;
    }

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

    private Task<ImmutableArray<ulong>> ArrivedAsync(CancellationToken cancellationToken) => ExtentsAsync(extent => extent.Waiting, cancellationToken);

    /// <summary>Returns when all that is in the log now is in ClickHouse.</summary>
    private async Task ArriveAsync(CancellationToken cancellationToken)
    {
        var ends = await ExtentsAsync(extent => extent.Next, cancellationToken);
        while ((await ArrivedAsync(cancellationToken)).Zip(ends).Any(queue => queue.First < queue.Second)) await Task.Delay(_look, time, cancellationToken);
    }

    private async Task<ImmutableArray<ulong>> ExtentsAsync(Func<LogExtent, ulong> end, CancellationToken cancellationToken)
    {
        var ends = ImmutableArray.CreateBuilder<ulong>(log.QueueCount);
        for (var queue = 0; queue < log.QueueCount; queue++) ends.Add(end(await log.ExtentAsync(queue, cancellationToken)));
        return ends.MoveToImmutable();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "{Events} events that were stored with other sessions have been put into their visits, of {Visitors} visitor(s).")]
        public static partial void InOrder(ILogger logger, int events, int visitors);
    }
}
