using System.Collections.Immutable;
using Orleans.Ingest.ClickHouse.Quarantine;
using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Grains.Quarantine;
using Orleans.Ingest.Pipeline.Sessions;
using Orleans.Ingest.Pipeline.Sites;

namespace Orleans.Ingest.Grains.Upkeep;

/// <summary>
/// Stores kept events that no rule drops any more, some at a time: each is claimed under its id, goes to its visitor's grain with its own time, as an event of the bulk endpoint does, and
/// leaves the quarantine once it is durable. The claim makes it land once, whatever dies in between; events that come late are then joined with the visits that they belong to.
/// </summary>
internal sealed class KeptLanding(QuarantineStore store, VisitorGrains visitors, IGrainFactory grains, TimeProvider time)
{
    private const int EventsAtOnce = 2_000;
    private const int VisitorsAtOnce = 64;

    /// <summary>Younger events could be taken for ones that have just been sent, and be applied to a session that is further on. Half as long again as <see cref="SessionStep.LateAfter"/>, for clocks.</summary>
    private static readonly TimeSpan _isLateAfter = SessionStep.LateAfter * 1.5;

    /// <summary>A pass reads all that is kept.</summary>
    private static readonly TimeSpan _betweenPasses = TimeSpan.FromSeconds(5);

    /// <summary>Where the next step goes on, and whether something was left behind. In memory alone: a crash begins anew, and finds what is left.</summary>
    private (long Redecision, KeptEvent? Last, bool IsSomethingLeft) _pass;
    private DateTime _nextPass;
    private DateTime _lastBirth;

    /// <summary>The redecision after one more step; the same one while it waits.</summary>
    public async Task<Redecision> NextAsync(Redecision redecision, SitePolicy site, CancellationToken cancellationToken)
    {
        if (_pass.Redecision != redecision.Id)
        {
            if (time.GetUtcNow().UtcDateTime < _nextPass) return redecision;
            _pass = (redecision.Id, null, false);
        }

        // Kept by whole seconds.
        var until = redecision.RequestedAt + RedecisionSteps.RulesSpread + TimeSpan.FromSeconds(1);
        var read = await store.ReadAsync(site.SiteId, redecision.Since, until, _pass.Last, EventsAtOnce, cancellationToken);
        if (read.Count == 0)
        {
            var isSomethingLeft = _pass.IsSomethingLeft;
            _pass = default;
            _nextPass = isSomethingLeft ? time.GetUtcNow().UtcDateTime + _betweenPasses : default;
            return isSomethingLeft
                ? redecision with { Detail = "some events are too young to be told from ones that come now, or could not be made durable; they are tried again" }
                : redecision with { Status = RedecisionStatus.Done, FinishedAt = time.GetUtcNow().UtcDateTime, Detail = null };
        }

        var decision = await KeptDecision.OfAsync(site, redecision.Released, grains);
        var passing = read.FindAll(kept => decision.Passes(kept.Dropped));
        var old = passing.FindAll(kept => SessionStep.IsLate(kept.Dropped.Event.Timestamp + (_isLateAfter - SessionStep.LateAfter), time.GetUtcNow().UtcDateTime));
        var (settled, landed) = await LandAsync(old);
        await store.RemoveAsync(site.SiteId, settled, cancellationToken);
        _pass = (redecision.Id, read[^1], _pass.IsSomethingLeft || settled.Count < passing.Count);
        return redecision with { Landed = redecision.Landed + landed, Detail = null };
    }

    /// <summary>Makes events durable.</summary>
    /// <returns>Those that need nothing more, and how many of them were stored now.</returns>
    private async Task<(List<ClientId> Settled, ulong Landed)> LandAsync(List<KeptEvent> events)
    {
        if (events.Count == 0) return ([], 0);
        var ids = grains.GetGrain<IClientIdGrain>(0);
        var messages = events.GroupBy(kept => kept.Dropped.Event.UserId).SelectMany(MessagesOf).ToList();
        var claimed = await ids.ClaimAsync([.. messages.Select(ClaimOf)]);
        var settled = new List<ClientId>();
        var sending = new List<SessionEvent>();
        for (var i = 0; i < messages.Count; i++)
        {
            if (claimed[i].Status == ClientIdStatus.Stored) settled.Add(messages[i].ClientId!.Value);
            else if (claimed[i].Status == ClientIdStatus.Proceed) sending.Add(Named(messages[i], claimed[i].Claim));
        }

        var stored = new List<ClientId>();
        // A visitor's id of today asks that of yesterday how its visit stands: what came before must be there.
        var today = time.GetUtcNow().UtcDateTime.Date;
        await SendAsync(sending.Where(message => message.Event.Timestamp < today), stored, settled);
        await SendAsync(sending.Where(message => message.Event.Timestamp >= today), stored, settled);
        await ids.ConfirmAsync([.. stored]);
        settled.AddRange(stored);
        return (settled, (ulong)stored.Count);
    }

    private Task SendAsync(IEnumerable<SessionEvent> sending, List<ClientId> stored, List<ClientId> settled) =>
        Parallel.ForEachAsync(sending.GroupBy(message => message.Event.UserId), new ParallelOptions { MaxDegreeOfParallelism = VisitorsAtOnce }, async (visitor, _) =>
        {
            foreach (var some in visitor.Chunk(ISessionGrain.MostAtOnce))
            {
                var outcomes = await RecordAsync([.. some]);
                lock (stored)
                {
                    stored.AddRange(some.Where((_, i) => outcomes[i].Status == RecordStatus.Stored).Select(message => message.ClientId!.Value));
                    // Its session's own rule drops it, as it would have then: engagement without a visit.
                    settled.AddRange(some.Where((_, i) => outcomes[i].Status == RecordStatus.Dropped).Select(message => message.ClientId!.Value));
                }
            }
        });

    /// <summary>What grains send on goes on; what they do not settle is tried again with the next pass.</summary>
    private async Task<ImmutableArray<RecordOutcome>> RecordAsync(ImmutableArray<SessionEvent> some)
    {
        var outcomes = (await visitors.Of(some[0].Visitor).RecordAllAsync(some)).ToBuilder();
        for (var i = 0; i < outcomes.Count; i++)
        {
            for (var message = some[i]; message.SentOnBy(outcomes[i]) is { } sentOn; message = sentOn) outcomes[i] = await visitors.Of(sentOn.Visitor).RecordAsync(sentOn);
        }

        return outcomes.ToImmutable();
    }

    /// <summary>A visitor's events in the order of their times; those of a later call are born later, so that its snapshot can tell them from what it has forgotten.</summary>
    private IEnumerable<SessionEvent> MessagesOf(IGrouping<ulong, KeptEvent> visitor)
    {
        foreach (var some in visitor.OrderBy(kept => kept.Dropped.Event.Timestamp).Chunk(ISessionGrain.MostAtOnce))
        {
            var now = time.GetUtcNow().UtcDateTime;
            _lastBirth = now > _lastBirth ? now : _lastBirth.AddTicks(1);
            foreach (var kept in some)
            {
                yield return new()
                {
                    Id = new(unchecked((ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue)), 0),
                    Born = _lastBirth,
                    Event = kept.Dropped.Event,
                    Domain = kept.Domain,
                    PreviousUserId = kept.Dropped.PreviousUserId,
                    ClientId = kept.Id,
                    Released = kept.Dropped.Matched[0],
                };
            }
        }
    }

    private static ClientIdClaim ClaimOf(SessionEvent message) => new()
    {
        ClientId = message.ClientId!.Value,
        EventId = message.Id,
        UserId = message.Event.UserId,
        PreviousUserId = message.PreviousUserId,
        Born = message.Born,
    };

    private static SessionEvent Named(SessionEvent message, ClientIdClaim claim) => message with
    {
        Id = claim.EventId,
        Born = claim.Born,
        Event = message.Event with { UserId = claim.UserId },
        PreviousUserId = claim.PreviousUserId,
    };
}
