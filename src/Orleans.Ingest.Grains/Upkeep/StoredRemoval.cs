using System.Collections.Immutable;
using Orleans.Ingest.ClickHouse.Ordering;
using Orleans.Ingest.ClickHouse.Shields;
using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Pipeline.Sessions;
using Orleans.Ingest.Pipeline.Sites;

namespace Orleans.Ingest.Grains.Upkeep;

/// <summary>
/// Removes stored events that a site's rules drop now, some visitors at a time: 1. ClickHouse tells whose they are, 2. everything of those visitors arrives in ClickHouse, 3. their visits are
/// calculated anew without the events, 4. each visitor's grain appends the new rows, unless the visitor had another event since, 5. what stays is given its new visit, 6. what goes is written
/// down, counted and removed; then it is looked for again, until there is none. Each step may be taken again.
/// </summary>
internal sealed class StoredRemoval(IDurableLog log, ShieldedRows rows, StoredVisits visits, VisitorGrains grains, TimeProvider time)
{
    private const int VisitorsAtOnce = 200;
    private const int EventsAtOnce = 20_000;

    /// <summary>Whoever has more in the visits in question is no visitor, and is left as he is.</summary>
    private const int MostEvents = 20_000;

    /// <summary>Kept in memory alone: a crash looks for them again.</summary>
    private Found? _found;

    /// <summary>True from the first row that is appended until ClickHouse has rewritten the events: the visits' rows do not add up meanwhile, and late events that are put in order then would be left out.</summary>
    public bool IsRewriting { get; private set; }

    /// <summary>The redecision after one more step; the same one while it waits.</summary>
    public async Task<Redecision> NextAsync(Redecision redecision, SitePolicy site, CancellationToken cancellationToken)
    {
        if (redecision.Removing is { IsEmpty: false } removing)
        {
            IsRewriting = true;
            await rows.RemoveAsync(site.SiteId, removing, FormattableString.Invariant($"{redecision.Id} {redecision.Portion}"), cancellationToken);
            return redecision with { Removing = [], Portion = redecision.Portion + 1, Removed = redecision.Removed + (ulong)removing.Length, Detail = null };
        }

        // What is being rewritten would be found again.
        IsRewriting = await rows.IsRewritingAsync(site.SiteId, cancellationToken);
        if (IsRewriting) return redecision with { Detail = "ClickHouse rewrites its tables" };
        if (_found is not { } found || found.Redecision != redecision.Id)
        {
            var visitors = await rows.VisitorsAsync(site, redecision.Since, redecision.Left, VisitorsAtOnce, cancellationToken);
            if (visitors.IsEmpty) return redecision with { Status = RedecisionStatus.Lands, Detail = null };
            var versions = await grains.VersionsAsync(visitors.Select(visitor => visitor.Key));
            _found = new(redecision.Id, visitors, versions, await log.EndsAsync(cancellationToken));
            return redecision;
        }

        if (!await log.HaveLeftAsync(found.Ends, cancellationToken)) return redecision with { Detail = "rows of visitors are on their way to ClickHouse" };
        _found = null;
        return await CutAsync(redecision, site, found, cancellationToken);
    }

    private async Task<Redecision> CutAsync(Redecision redecision, SitePolicy site, Found found, CancellationToken cancellationToken)
    {
        var sizes = await rows.SizesAsync(site, redecision.Since, found.Visitors, cancellationToken);
        var left = sizes.Where(size => size.Value > MostEvents).Select(size => size.Key.UserId).ToList();
        var portion = Portion(found.Visitors, sizes);
        if (portion.Count == 0) return redecision with { Left = redecision.Left.AddRange(left) };
        var (events, sessions) = await rows.ReadAsync(site, redecision.Since, portion, cancellationToken);
        var cuts = new Dictionary<SessionKey, ImmutableArray<CutVisit>>();
        foreach (var visitor in portion.Select(visitor => visitor.Key))
        {
            SessionState[] known = [.. sessions[visitor]];
            var visitsOf = events[visitor].GroupBy(stored => stored.SessionId).Select(visit => VisitCut.Of(visit, stored => ShieldedRows.Catches(stored, site, redecision.Since), known)).ToList();
            // What does not add up is left as it is: audit and books tell of it. So is a visit of which nothing would go: it would be found again for ever.
            if (visitsOf.Count == 0 || visitsOf.Exists(visit => visit is null or { Removed.IsEmpty: true })) left.Add(visitor.UserId);
            else cuts.Add(visitor, [.. visitsOf.OfType<CutVisit>()]);
        }

        IsRewriting = cuts.Count > 0;
        var stored = await VisitorGrains.AskAsync(cuts.Keys, visitor => AppendAsync(visitor, cuts[visitor], found.Versions[visitor]));
        CutVisit[] done = [.. cuts.Where(cut => stored[cut.Key]).SelectMany(cut => cut.Value)];
        // A visit's last event first: what a crash between two statements leaves under the old id is then the visit's beginning, which gets the same new ids at the next try.
        await visits.MoveAsync(done.SelectMany(visit => visit.Moved.Reverse()), cancellationToken);
        return redecision with
        {
            Removing = [.. done.SelectMany(visit => visit.Removed)],
            Visits = redecision.Visits + (ulong)done.Length,
            Left = redecision.Left.AddRange(left),
            Detail = done.Length == 0 && left.Count == 0 ? FormattableString.Invariant($"{cuts.Count} visitor(s) go on having events; it is tried again") : null,
        };
    }

    /// <summary>Visitors with some thousand events together, or one; the others are found again. None of those who have too many, or none any more.</summary>
    private static List<LateVisitor> Portion(IEnumerable<LateVisitor> visitors, Dictionary<SessionKey, ulong> sizes)
    {
        var (portion, events) = (new List<LateVisitor>(), 0UL);
        foreach (var visitor in visitors)
        {
            var size = sizes.GetValueOrDefault(visitor.Key);
            if (size is 0 or > MostEvents) continue;
            if (portion.Count > 0 && events + size > EventsAtOnce) break;
            portion.Add(visitor);
            events += size;
        }

        return portion;
    }

    private async Task<bool> AppendAsync(SessionKey visitor, ImmutableArray<CutVisit> cut, ulong version)
    {
        var changed = cut.Where(visit => visit.Replaced is not null).ToList();
        if (changed.Count == 0) return true;
        var order = new SessionOrder(version, [.. changed.SelectMany(visit => visit.Sessions)], [.. changed.Select(visit => visit.Replaced!)], time.GetUtcNow().UtcDateTime);
        return await grains.Of(visitor).PutInOrderAsync(order) == OrderStatus.Stored;
    }

    private sealed record Found(long Redecision, ImmutableArray<LateVisitor> Visitors, Dictionary<SessionKey, ulong> Versions, ImmutableArray<ulong> Ends);
}
