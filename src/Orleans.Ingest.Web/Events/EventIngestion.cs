using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Contracts.Telemetry;
using Orleans.Ingest.Pipeline;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Pipeline.Sites;
using Orleans.Ingest.Web.Live;
using Orleans.Ingest.Web.Salts;
using Orleans.Ingest.Web.Sites;
using EventId = Orleans.Ingest.Pipeline.Sessions.EventId;

namespace Orleans.Ingest.Web.Events;

/// <summary>
/// Takes a request through, a domain at a time: site and rate limit from the lease, the pipeline's decision, the visitor's session.
/// When its task completes, every event is durable, dropped by a rule, or the outcome says that it is neither.
/// Stop 3 of 8; next: EventPipeline.
/// </summary>
internal sealed partial class EventIngestion(
    EventPipeline pipeline,
    SiteLeases sites,
    SaltCache salts,
    SessionCalls sessions,
    RetryBudget retries,
    IDropCounter drops,
    WebMetrics metrics,
    LiveFeed live,
    TimeProvider time,
    ILogger<EventIngestion> logger,
    IOptions<WebOptions> options)
{
    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromSeconds(10);

    private readonly int _maxWaiting = options.Value.MaxWaitingRequests;
    private int _waiting;
    private long _warnAgainAt = long.MinValue;

    /// <summary>Requests that wait to become durable.</summary>
    public long Waiting => Volatile.Read(ref _waiting);

    /// <summary>Ingests one request.</summary>
    public async ValueTask<IngestOutcome> IngestAsync(IngestRequest request)
    {
        if (pipeline.CheckRequest(request) is { } spam)
        {
            foreach (var domain in request.Domains) Count(request, spam, null, domain);
            return IngestOutcome.Dropped(spam, request.Domains.Length);
        }

        try
        {
            // The memory bound: behind a log that stands still, requests must not pile up without end.
            return Interlocked.Increment(ref _waiting) <= _maxWaiting ? await IngestDomainsAsync(request) : IngestOutcome.Unavailable;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async ValueTask<IngestOutcome> IngestDomainsAsync(IngestRequest request)
    {
        var started = retries.Start();
        var requestId = NewRequestId();
        var isDurable = true;
        var dropped = ImmutableArray<DropReason>.Empty;
        for (var i = 0; i < request.Domains.Length; i++)
        {
            // An unavailable domain fails the whole request, and a client that repeats it repeats all domains. Browsers don't,
            // so the domains after it still get their event.
            var outcome = await IngestDomainAsync(request, request.Domains[i], new(requestId, i), started);
            if (outcome is { Status: RecordStatus.Dropped, Reason: { } reason }) dropped = dropped.Add(reason);
            else if (outcome.Status == RecordStatus.Stored) metrics.Stored();
            else
            {
                isDurable = false;
                if (live.IsWatched) live.Unavailable(request, request.Domains[i]);
            }
        }

        if (!isDurable) Warn();
        return new(isDurable, dropped);
    }

    private async ValueTask<RecordOutcome> IngestDomainAsync(IngestRequest request, string domain, EventId id, long started)
    {
        // :: Step 1: the site, from the lease
        var entry = sites.Find(domain);
        var site = entry is null ? null : await sites.GetAsync(domain, entry, started);
        if (entry is not null && site is null) return RecordOutcome.Unavailable;

        // :: Step 2: the site gate, the rate limit last
        if (EventPipeline.CheckSite(site?.Policy, DateOnly.FromDateTime(request.Timestamp)) is { } closed) return Drop(request, closed, site?.Policy, domain);
        if (site!.Window is not null && !await entry!.TryTakeTokenAsync(site)) return Drop(request, DropReason.Throttle, site.Policy, domain);

        // :: Step 3: rules, enrichment, user id
        if (await salts.GetAsync(request.Context.ReceivedAt, started) is not { } keys) return RecordOutcome.Unavailable;
        var decision = pipeline.Decide(request, site.Policy!, domain, keys);
        if (decision.Drop is { } reason) return Drop(request, reason, site.Policy, domain);

        // :: Step 4: the session; durable when it answers
        var message = new SessionEvent
        {
            Id = id,
            Born = request.Context.ReceivedAt,
            Event = decision.Event!,
            Domain = domain,
            PreviousUserId = decision.PreviousUserId,
            TraceParent = IngestTelemetry.SampledParent,
        };
        var outcome = await sessions.RecordAsync(message, started);
        if (live.IsWatched && outcome.Status == RecordStatus.Stored) live.Stored(message.Event, domain, message.Born, started);
        return outcome is { Status: RecordStatus.Dropped, Reason: { } late } ? Drop(request, late, site.Policy, domain) : outcome;
    }

    private RecordOutcome Drop(IngestRequest request, DropReason reason, SitePolicy? site, string domain)
    {
        Count(request, reason, site?.SiteId, domain);
        return RecordOutcome.Dropped(reason);
    }

    private void Count(IngestRequest request, DropReason reason, ulong? siteId, string domain)
    {
        metrics.Dropped(reason);
        if (live.IsWatched) live.Dropped(request, reason, siteId, domain);
        drops.Dropped(request.Context.ReceivedAt, reason, siteId, domain, request.TrackerScriptVersion);
    }

    private void Warn()
    {
        var now = time.GetTimestamp();
        var due = Volatile.Read(ref _warnAgainAt);
        var next = now + (long)(BetweenWarnings.TotalSeconds * time.TimestampFrequency);
        if (now >= due && Interlocked.CompareExchange(ref _warnAgainAt, next, due) == due) Log.NotDurable(logger, options.Value.RetryBudget);
    }

    // 64 random bits: two requests of one visitor with the same id would be taken for one. Nobody gains by guessing it.
    private static ulong NewRequestId() => unchecked((ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "An event could not be made durable within {Budget} and was answered 503; /api/health says what is away. Said at most every 10 seconds, counted as ingest.requests.unavailable.")]
        public static partial void NotDurable(ILogger logger, TimeSpan budget);
    }
}
