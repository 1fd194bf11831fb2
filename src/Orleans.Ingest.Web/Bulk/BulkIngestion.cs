using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Web.Access;
using Orleans.Ingest.Web.Events;
using Orleans.Ingest.Web.Receipts;

namespace Orleans.Ingest.Web.Bulk;

/// <summary>
/// Takes many events through at once: each is decided by itself, as <see cref="EventIngestion"/> does; then the visitors' grains are called, once per visitor and
/// some events, in the order of the events' times. One event never fails another.
/// </summary>
internal sealed class BulkIngestion(
    EventDecisions decisions, SessionCalls sessions, ClientIds clientIds, ReceiptSeal receipts, WaitingEvents waiting, RetryBudget retries, Births births, TimeProvider time)
{
    /// <summary>Visitors whose grains are called at the same time: enough to fill a batch of the log.</summary>
    private const int VisitorsAtOnce = 512;

    /// <summary>Ingests all events; one result an event, in their order.</summary>
    /// <param name="events">The events.</param>
    /// <param name="access">What their sender may do: a key of one site brings events of that site alone.</param>
    public async Task<BulkResult[]> IngestAsync(IReadOnlyList<BulkEvent> events, ApiAccess access)
    {
        var results = new BulkResult[events.Count];
        if (!waiting.TryEnter(events.Count)) return results;
        try
        {
            var started = retries.Start();
            var parts = await DecideAsync(events, results, access, started);
            SetBirths(parts);
            var onTheirWay = NotBehind(parts, await clientIds.ClaimAsync(parts, started));
            await SendAsync(onTheirWay);
            await clientIds.ConfirmAsync(onTheirWay);
            foreach (var part in parts) Add(results, part.Index, WithReceipt(part));
            return results;
        }
        finally
        {
            waiting.Leave(events.Count);
        }
    }

    private async Task<List<BulkPart>> DecideAsync(IReadOnlyList<BulkEvent> events, BulkResult[] results, ApiAccess access, long started)
    {
        var (now, born) = (time.GetUtcNow().UtcDateTime, births.Next());
        var parts = new List<BulkPart>(events.Count);
        var ids = new HashSet<ClientId>();
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].Parsed.Errors is { } errors)
            {
                results[i] = BulkResult.Invalid(errors);
                continue;
            }

            var request = events[i].Parsed.Request!;
            if (decisions.DropAll(request) is { } spam)
            {
                results[i] = BulkResult.Dropped(spam, receipts.Write(Receipt.Dropped(siteId: null, spam, now)));
                continue;
            }

            if (access.SiteId is not null && await IsOfAnotherSiteAsync(request, access, started))
            {
                results[i] = BulkResult.Invalid(ValidationErrors.Of("domain", "is none that this key is for"));
                continue;
            }

            for (var domain = 0; domain < request.Domains.Length; domain++)
            {
                var decided = await decisions.DecideAsync(request, request.Domains[domain], now, started, clientId: events[i].ClientId);
                if (decided.Event is not { } ingestEvent)
                {
                    Add(results, i, decided.Drop is { } reason ? BulkResult.Dropped(reason, receipts.Write(decided.ReceiptOf(0, now))) : BulkResult.Of(BulkStatus.Unavailable));
                    continue;
                }

                ClientId? id = events[i].ClientId is { } text ? ClientId.Of(ingestEvent.SiteId, text) : null;
                if (id is { } known && !ids.Add(known))
                {
                    Add(results, i, BulkResult.Of(BulkStatus.Duplicate) with { Receipts = receipts.Write(decided.ReceiptOf(0, now)) });
                    continue;
                }

                parts.Add(new(i, request, decided)
                {
                    Message = new()
                    {
                        Id = new(EventIngestion.NewRequestId(), domain),
                        Born = born,
                        Event = ingestEvent,
                        Domain = request.Domains[domain],
                        PreviousUserId = decided.PreviousUserId,
                        ClientId = id,
                    },
                });
            }
        }

        return parts;
    }

    /// <summary>
    /// A visitor's later calls are born later, by the smallest step of the clock: the snapshot forgets the oldest births first, and cannot judge what was born with
    /// those that it has forgotten. Before the ids are claimed, for a claim keeps the birth for a repeat.
    /// </summary>
    private static void SetBirths(List<BulkPart> parts)
    {
        if (parts.Count <= ISessionGrain.MostAtOnce) return;
        foreach (var visitor in ByVisitor(parts))
        {
            for (var i = ISessionGrain.MostAtOnce; i < visitor.Count; i++)
                visitor[i].Message = visitor[i].Message with { Born = visitor[i].Message.Born.AddTicks(i / ISessionGrain.MostAtOnce) };
        }
    }

    /// <summary>Each visitor's parts, in the order of their times.</summary>
    private static List<List<BulkPart>> ByVisitor(List<BulkPart> parts)
    {
        var visitors = new Dictionary<SessionKey, List<BulkPart>>();
        foreach (var part in parts)
        {
            ref var visitor = ref CollectionsMarshal.GetValueRefOrAddDefault(visitors, part.Visitor, out _);
            (visitor ??= new(1)).Add(part);
        }

        return [.. visitors.Values.Select(InOrder)];
    }

    private static List<BulkPart> InOrder(List<BulkPart> visitor)
    {
        for (var i = 1; i < visitor.Count; i++)
        {
            var (before, part) = (visitor[i - 1].Message, visitor[i].Message);
            // Nearly always they come in their order.
            if ((before.Event.Timestamp, before.Born).CompareTo((part.Event.Timestamp, part.Born)) > 0) return [.. visitor.OrderBy(one => one.Message.Event.Timestamp).ThenBy(one => one.Message.Born)];
        }

        return visitor;
    }

    /// <summary>What comes after an event of its visitor that is held back for now waits with it: it would be judged without it.</summary>
    private static List<BulkPart> NotBehind(List<BulkPart> parts, List<BulkPart> claimed)
    {
        if (claimed.Count == parts.Count) return claimed;
        var heldBack = parts.Except(claimed).Where(part => part.Result.Status == BulkStatus.Unavailable).GroupBy(part => part.Visitor)
            .ToDictionary(visitor => visitor.Key, visitor => visitor.Min(part => part.Message.Event.Timestamp));
        return claimed.FindAll(part => !heldBack.TryGetValue(part.Visitor, out var first) || part.Message.Event.Timestamp <= first);
    }

    /// <summary>
    /// A visitor has another id on each side of the last midnight, and the grain of the second asks that of the first how its visit stands: what came before must be there. Older days
    /// share yesterday's salt.
    /// </summary>
    private async Task SendAsync(List<BulkPart> parts)
    {
        var today = time.GetUtcNow().UtcDateTime.Date;
        var (before, since) = (parts.FindAll(part => part.Message.Event.Timestamp < today), parts.FindAll(part => part.Message.Event.Timestamp >= today));
        if (await SendAtOnceAsync(before)) await SendAtOnceAsync(since);
    }

    /// <returns>False when an event could not be made durable within its budget, which ends the request.</returns>
    private async Task<bool> SendAtOnceAsync(List<BulkPart> parts)
    {
        var visitors = ByVisitor(parts);
        var (taken, failed) = (-1, false);
        await Task.WhenAll(Enumerable.Range(0, Math.Min(VisitorsAtOnce, visitors.Count)).Select(_ => NextVisitorsAsync()));
        return !failed;

        async Task NextVisitorsAsync()
        {
            // Over all processors from the start.
            await Task.Yield();
            for (int next; (next = Interlocked.Increment(ref taken)) < visitors.Count;)
            {
                foreach (var some in Calls(visitors[next]))
                {
                    // What could not be made durable within its budget ends the request: the rest would not fare better.
                    if (Volatile.Read(ref failed)) return;
                    var isDurable = false;
                    try
                    {
                        isDurable = await SendCallAsync(some);
                    }
                    finally
                    {
                        if (!isDurable) Volatile.Write(ref failed, true);
                    }
                }
            }
        }
    }

    private static IEnumerable<IReadOnlyList<BulkPart>> Calls(List<BulkPart> visitor) => visitor.Count <= ISessionGrain.MostAtOnce ? [visitor] : visitor.Chunk(ISessionGrain.MostAtOnce);

    private async Task<bool> SendCallAsync(IReadOnlyList<BulkPart> some)
    {
        var messages = ImmutableArray.CreateBuilder<SessionEvent>(some.Count);
        foreach (var part in some) messages.Add(part.Message);
        var started = retries.Start();
        var outcomes = await sessions.RecordAllAsync(messages.MoveToImmutable(), started, i => some[i].MayBeStored);
        var isDurable = true;
        for (var i = 0; i < some.Count; i++)
        {
            var settled = decisions.Settle(some[i].Decided, outcomes[i], some[i].Request, some[i].Message.Domain, started);
            some[i].Result = settled switch
            {
                { IsUnavailable: true } => BulkResult.Of(BulkStatus.Unavailable),
                { Drop: { } reason } => BulkResult.Dropped(reason, receipts.Write(settled.ReceiptOf(0, time.GetUtcNow().UtcDateTime))),
                _ => BulkResult.Of(BulkStatus.Accepted) with { Receipts = receipts.Write(settled.ReceiptOf(outcomes[i].Position, time.GetUtcNow().UtcDateTime)) },
            };
            isDurable &= some[i].Result.Status != BulkStatus.Unavailable;
        }

        return isDurable;
    }

    // An event whose id was stored before: where, nobody remembers.
    private BulkResult WithReceipt(BulkPart part) => part.Result.Status == BulkStatus.Duplicate
        ? part.Result with { Receipts = receipts.Write(part.Decided.ReceiptOf(0, time.GetUtcNow().UtcDateTime)) }
        : part.Result;

    private async ValueTask<bool> IsOfAnotherSiteAsync(IngestRequest request, ApiAccess access, long started)
    {
        foreach (var domain in request.Domains)
        {
            if (await decisions.FindSiteAsync(domain, started) is not { } site || !access.Allows(site.SiteId)) return true;
        }

        return false;
    }

    private static void Add(BulkResult[] results, int index, BulkResult result) =>
        results[index] = results[index] == default ? result : results[index].And(result);
}
