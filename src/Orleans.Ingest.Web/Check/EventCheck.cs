using System.Collections.Immutable;
using System.Globalization;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Pipeline;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Pipeline.Rules;
using Orleans.Ingest.Pipeline.Sessions;
using Orleans.Ingest.Pipeline.Sites;
using Orleans.Ingest.Web.Salts;
using Orleans.Ingest.Web.Sites;

namespace Orleans.Ingest.Web.Check;

/// <summary>
/// Says what would become of an event, a domain at a time, and why: as EventDecisions and the visitor's session decide, but nothing is stored, nothing counted, no
/// token taken and no session touched.
/// </summary>
internal sealed class EventCheck(EventPipeline pipeline, IGrainFactory grains, SiteLeases leases, SaltCache salts, SessionGlances sessions, RetryBudget retries, TimeProvider time)
{
    /// <summary>Checks an event for one of its domains; null when a site or a salt cannot be had now.</summary>
    /// <param name="request">The event.</param>
    /// <param name="domain">One of its domains.</param>
    /// <param name="hints">Client hints that came with its user agent.</param>
    /// <exception cref="TimeoutException">A grain does not answer.</exception>
    public async Task<CheckedDomain?> CheckAsync(IngestRequest request, string domain, ClientHints? hints)
    {
        // :: Step 1: the site as it is now, not as a lease remembers it, and what its rate limit has left
        var now = time.GetUtcNow().UtcDateTime;
        var today = DateOnly.FromDateTime(now);
        var lease = SiteDomain.CanExist(domain) ? await grains.GetGrain<ISiteGrain>(domain).LeaseAsync(wanted: 0).AsTask().WaitAsync(retries.AttemptTimeout, time) : new();
        var site = lease.Site is { } settings ? SitePolicies.Compile(settings) : null;
        var throttle = ThrottleOf(domain, lease);

        // :: Step 2: the rules
        var rules = pipeline.ExplainAll(request, domain, site, today, throttle, decision: null);
        if (site is null || rules.Any(rule => rule.Matched)) return Dropped(request, domain, rules);

        // :: Step 3: what would be stored
        if (await salts.GetAsync(request.Context.ReceivedAt, now, retries.Start()) is not { } keys) return null;
        var decision = pipeline.Decide(request, site, domain, keys, site.ReadsClientHints ? hints : null);
        rules = pipeline.ExplainAll(request, domain, site, today, throttle, decision);
        if (decision.Event is not { } decided) return Dropped(request, domain, rules);

        // :: Step 4: its session
        var (live, userId) = await sessions.FindAsync(decided, decision.PreviousUserId);
        var ingestEvent = decided with { UserId = userId };
        var step = SessionStep.Apply(live, ingestEvent, newSessionId: 0);
        return new(domain, rules.Add(new(NoSession(request), step.Drop is not null, SessionDetail(step, live))), step.Drop is null ? ingestEvent : null, step, HintsOf(request, site, hints));
    }

    private CheckedHints? HintsOf(IngestRequest request, SitePolicy site, ClientHints? hints) =>
        hints is not null && pipeline.Agents(request, hints) is var (byItself, withHints) ? new(site.ReadsClientHints, byItself, withHints) : null;

    private static CheckedDomain Dropped(IngestRequest request, string domain, ImmutableArray<RuleOutcome> rules) =>
        new(domain, rules.Add(new(NoSession(request), false, "not looked at: the event is dropped before")), null, default);

    private static DropReason NoSession(IngestRequest request) =>
        request.EventName == IngestEvent.PageleaveName ? DropReason.NoSessionForPageleave : DropReason.NoSessionForEngagement;

    private static string SessionDetail(StepResult step, SessionState? live) => (step, live) switch
    {
        ({ Drop: not null }, _) => "the visitor has no live session",
        ({ IsNew: true }, _) or (_, null) => "the event would begin a session",
        ({ RowChanged: false }, { } kept) => $"it would keep the session alive that began at {At(kept.Start)}",
        (_, { } joined) => $"it would join the live session that began at {At(joined.Start)}",
    };

    private RuleOutcome ThrottleOf(string domain, SiteLease lease)
    {
        if (lease.Site is not { IngestRateLimitThreshold: > 0 and var threshold } site)
            return new(DropReason.Throttle, false, lease.Site is null ? null : "the site has no rate limit");

        // What this front end has leased and not used is for the next events here.
        var here = leases.Find(domain)?.Current?.Window is { } window && window.Start == lease.Window ? window.Available : 0;
        int? left = lease.Left is { } elsewhere ? elsewhere + here : null;
        var end = lease.Window.AddSeconds(site.IngestRateLimitScaleSeconds);
        return new(DropReason.Throttle, left == 0, string.Create(
            CultureInfo.InvariantCulture, $"at most {threshold} events in {site.IngestRateLimitScaleSeconds} seconds; {left?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number"} left in the window until {At(end)}"));
    }

    private static string At(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
}
