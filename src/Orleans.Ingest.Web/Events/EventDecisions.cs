using Microsoft.AspNetCore.Http;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Pipeline;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Pipeline.Sites;
using Orleans.Ingest.Web.Live;
using Orleans.Ingest.Web.Quarantine;
using Orleans.Ingest.Web.Salts;
using Orleans.Ingest.Web.Sites;

namespace Orleans.Ingest.Web.Events;

/// <summary>
/// Decides over a request, a domain at a time: site and rate limit from the lease, salts from the cache, the rest from the pipeline. What becomes of each is told here: to the metrics,
/// the counters, and the console while somebody looks.
/// Part of stop 3 of 8; next: EventPipeline.
/// </summary>
internal sealed class EventDecisions(EventPipeline pipeline, SiteLeases sites, SaltCache salts, IDropCounter drops, SiteQuarantine quarantine, WebMetrics metrics, LiveFeed live)
{
    /// <summary>A reason that drops the request for all its domains.</summary>
    public DropReason? DropAll(IngestRequest request)
    {
        if (pipeline.CheckRequest(request) is not { } spam) return null;
        foreach (var domain in request.Domains) Drop(request, spam, null, domain);
        return spam;
    }

    /// <summary>Decides for one domain.</summary>
    /// <param name="request">The request.</param>
    /// <param name="domain">One of its domains.</param>
    /// <param name="now">When it arrived, which an event of the bulk endpoint does not say.</param>
    /// <param name="started">What <see cref="RetryBudget.Start"/> gave.</param>
    /// <param name="headers">Where the visitor's client hints are, if a site wants to know them; null when nothing there is of the visitor's browser.</param>
    /// <param name="clientId">The client's own id of the event, as it gave it; null for none.</param>
    public async ValueTask<Decided> DecideAsync(IngestRequest request, string domain, DateTime now, long started, IHeaderDictionary? headers = null, string? clientId = null)
    {
        // :: Step 1: the site, from the lease
        var entry = sites.Find(domain);
        var site = entry is null ? null : await sites.GetAsync(domain, entry, started);
        if (entry is not null && site is null) return Unavailable(request, domain);

        // :: Step 2: the site gate, the rate limit last
        if (EventPipeline.CheckSite(site?.Policy, DateOnly.FromDateTime(now)) is { } closed) return Drop(request, closed, site?.Policy, domain);
        if (site!.Window is not null && !await entry!.TryTakeTokenAsync(site)) return Drop(request, DropReason.Throttle, site.Policy, domain);

        // :: Step 3: rules, enrichment, user id
        if (await salts.GetAsync(request.Context.ReceivedAt, now, started) is not { } keys) return Unavailable(request, domain);
        var hints = headers is not null && site.Policy!.ReadsClientHints ? ClientHints.Read(new RequestHeaders(headers)) : null;
        var decision = pipeline.Decide(request, site.Policy!, domain, keys, hints);
        if (decision.Drop is not { } reason) return new(decision.Event, decision.PreviousUserId, null, site.Policy);
        quarantine.Keep(request, reason, site.Policy!, domain, keys, hints, now, clientId);
        return Drop(request, reason, site.Policy, domain);
    }

    /// <summary>Counts a drop.</summary>
    public Decided Drop(IngestRequest request, DropReason reason, SitePolicy? site, string domain)
    {
        metrics.Dropped(reason);
        if (live.IsWatched) live.Dropped(request, reason, site?.SiteId, domain);
        drops.Dropped(request.Context.ReceivedAt, reason, site?.SiteId, domain, request.TrackerScriptVersion);
        return new(null, 0, reason, site);
    }

    /// <summary>Takes the session's answer to an event into account.</summary>
    /// <param name="decided">What was decided before.</param>
    /// <param name="outcome">The answer.</param>
    /// <param name="request">The request.</param>
    /// <param name="domain">One of its domains.</param>
    /// <param name="started">What <see cref="RetryBudget.Start"/> gave.</param>
    public Decided Settle(Decided decided, RecordOutcome outcome, IngestRequest request, string domain, long started)
    {
        if (outcome.Status == RecordStatus.Stored)
        {
            metrics.Stored();
            if (live.IsWatched) live.Stored(decided.Event!, domain, request.Context.ReceivedAt, started);
            return decided;
        }

        return outcome is { Status: RecordStatus.Dropped, Reason: { } late } ? Drop(request, late, decided.Site, domain) : Unavailable(request, domain);
    }

    /// <summary>The site that a domain names; null when there is none, or it could not be had within the budget.</summary>
    public async ValueTask<SitePolicy?> FindSiteAsync(string domain, long started) =>
        sites.Find(domain) is { } entry ? (await sites.GetAsync(domain, entry, started))?.Policy : null;

    private Decided Unavailable(IngestRequest request, string domain)
    {
        if (live.IsWatched) live.Unavailable(request, domain);
        return Decided.Unavailable;
    }
}
