using System.Collections.Immutable;
using Orleans.Ingest.Pipeline.Enrichment.Geo;
using Orleans.Ingest.Pipeline.Enrichment.Revenue;
using Orleans.Ingest.Pipeline.Enrichment.Sources;
using Orleans.Ingest.Pipeline.Enrichment.UserAgents;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Quarantine;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Pipeline.Rules;
using Orleans.Ingest.Pipeline.Sites;
using Orleans.Ingest.Pipeline.Visitors;

namespace Orleans.Ingest.Pipeline;

/// <summary>
/// Decides over a request, a site at a time: first <see cref="CheckRequest"/>, then <see cref="CheckSite"/> and the rate limit, then <see cref="Decide"/>.
/// Stop 4 of 8; next: SessionGrain.
/// </summary>
/// <param name="userAgents">Reads user agents.</param>
/// <param name="sources">Finds the source of a visit.</param>
/// <param name="spam">Hosts of referrer spam.</param>
/// <param name="geo">Finds the place of an address.</param>
/// <param name="rates">Rates between currencies.</param>
/// <param name="verificationAgent">User agent of the installation check; empty when there is none.</param>
public sealed class EventPipeline(
    UserAgentParser userAgents, SourceResolver sources, ReferrerSpamList spam, IGeoLocator geo, RevenueRates rates, string verificationAgent)
{
    /// <summary>The rules of a site, in their order: the first that matches is the reason.</summary>
    private static readonly ImmutableArray<DropRule> Rules =
    [
        new(DropReason.Gpc, OptOut.Matches, OptOut.Detail),
        new(DropReason.VerificationAgent, VerificationAgent.Matches, VerificationAgent.Detail),
        new(DropReason.DatacentreIp, DatacentreIp.Matches, DatacentreIp.Detail),
        new(DropReason.ThreatIp, ThreatIp.Matches, ThreatIp.Detail),
        new(DropReason.SiteHostnameAllowlist, HostnameAllowlist.Matches, HostnameAllowlist.Detail),
        new(DropReason.SitePageBlocklist, PageBlocklist.Matches, PageBlocklist.Detail),
        new(DropReason.SiteIpBlocklist, IpBlocklist.Matches, IpBlocklist.Detail),
        new(DropReason.SiteCountryBlocklist, CountryBlocklist.Matches, CountryBlocklist.Detail),
        new(DropReason.Bot, Bot.Matches, Bot.Detail),
    ];

    /// <summary>A reason that drops the request for every site.</summary>
    public DropReason? CheckRequest(IngestRequest request) =>
        SpamReferrer.Matches(request, spam) ? DropReason.SpamReferrer : null;

    /// <summary>Whether a site takes events at all; the rate limit comes next.</summary>
    public static DropReason? CheckSite(SitePolicy? site, DateOnly today) => SiteGate.Check(site, today);

    /// <summary>The first rule of the site that drops the event, or the event as it is to be stored.</summary>
    /// <param name="request">The request.</param>
    /// <param name="site">The site.</param>
    /// <param name="domain">The domain as sent: the user id hashes it.</param>
    /// <param name="salts">The salts of the event's day.</param>
    /// <param name="hints">The request's client hints, where the site reads them: they refine what is stored of browser and system, and nothing else.</param>
    public Decision Decide(IngestRequest request, SitePolicy site, string domain, VisitorSalts salts, ClientHints? hints = null)
    {
        var candidate = Candidate(request, site);
        foreach (var rule in Rules)
        {
            if (rule.Matches(candidate))
                return new(rule.Reason, null, 0);
        }

        var (ingestEvent, previous) = EventOf(candidate, domain, salts, hints);
        return IsComplete(ingestEvent) ? new(null, ingestEvent, previous) : new(DropReason.Invalid, null, 0);
    }

    /// <summary>What may be kept of an event that <see cref="Decide"/> dropped. Null when nothing: other rules dropped it than <see cref="KeptRules.All"/>, or the visitor opted out, whether the site honours that or not.</summary>
    /// <param name="request">The request.</param>
    /// <param name="site">The site.</param>
    /// <param name="domain">The domain as sent.</param>
    /// <param name="salts">The salts of the event's day.</param>
    /// <param name="hints">As for <see cref="Decide"/>.</param>
    public DroppedEvent? Keep(IngestRequest request, SitePolicy site, string domain, VisitorSalts salts, ClientHints? hints = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(site);
        if (request.Context.OptedOut) return null;
        var candidate = Candidate(request, site);
        ImmutableArray<DropReason> matched = [.. Rules.Where(rule => rule.Matches(candidate)).Select(rule => rule.Reason)];
        if (matched.IsEmpty || !matched.All(KeptRules.All.Contains)) return null;
        var (ingestEvent, previous) = EventOf(candidate, domain, salts, hints);
        if (!IsComplete(ingestEvent)) return null;
        return new(ingestEvent, previous, matched, [.. site.AddressRules.Where(rule => request.Context.Address is { } address && rule.Contains(address)).Select(rule => AddressMark.Of(salts.Current.Span, site.SiteId, rule))]);
    }

    /// <summary>What every rule of the site says, in their order; <see cref="Decide"/> stops at the first match.</summary>
    public ImmutableArray<RuleOutcome> Explain(IngestRequest request, SitePolicy site)
    {
        var candidate = Candidate(request, site);
        return [.. Rules.Select(rule => rule.Explain(candidate))];
    }

    /// <summary>What the user agent says, and what it says with the hints.</summary>
    public (UserAgentInfo ByItself, UserAgentInfo WithHints) Agents(IngestRequest request, ClientHints hints)
    {
        ArgumentNullException.ThrowIfNull(request);
        return (userAgents.Parse(request.Context.UserAgent), userAgents.ParseWith(hints, request.Context.UserAgent));
    }

    /// <summary>
    /// What every rule says in the order in which an event meets them: those of <see cref="CheckRequest"/>, <see cref="CheckSite"/>, the rate limit, and those of
    /// <see cref="Decide"/>. Two of them are known to others, and are given.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="domain">The domain as sent.</param>
    /// <param name="site">The site; null when no site has this domain: it is then judged like one without rules.</param>
    /// <param name="today">The day (UTC).</param>
    /// <param name="throttle">What the rate limit says.</param>
    /// <param name="decision">What <see cref="Decide"/> made of it; null when it was not asked.</param>
    public ImmutableArray<RuleOutcome> ExplainAll(IngestRequest request, string domain, SitePolicy? site, DateOnly today, RuleOutcome throttle, Decision? decision) =>
    [
        SpamReferrer.Explain(request, spam),
        .. SiteGate.Explain(site, today),
        throttle,
        .. Explain(request, site ?? SitePolicy.WithoutRules(domain)),
        new(DropReason.Invalid, decision?.Drop == DropReason.Invalid, decision is null ? "not looked at: the event is dropped before" : null),
    ];

    private EventCandidate Candidate(IngestRequest request, SitePolicy site)
    {
        // A copy of a request carries the enrichment of its original, which is not its own.
        if (request.Enrichment is not { } enrichment || !ReferenceEquals(enrichment.Request, request))
            request.Enrichment = enrichment = new(request, userAgents, sources, geo);

        return new(request, site, enrichment, verificationAgent);
    }

    private (IngestEvent Event, ulong PreviousUserId) EventOf(EventCandidate candidate, string domain, VisitorSalts salts, ClientHints? hints)
    {
        var request = candidate.Request;
        var (userId, previous) = UserId.Of(
            request.Context.UserAgent, request.Context.Address, candidate.Site.HashIpv6ByPrefix, domain, candidate.Enrichment.RootDomain, salts);
        var ingestEvent = new IngestEvent
        {
            Timestamp = request.Timestamp,
            Name = request.EventName,
            SiteId = candidate.Site.SiteId,
            UserId = userId,
            Hostname = request.Hostname,
            Pathname = request.Pathname,
            Props = request.Props,
            Interactive = request.Interactive,
            ScrollDepth = request.ScrollDepth,
            EngagementTime = request.EngagementTime,
            TrackerScriptVersion = request.TrackerScriptVersion,
            Revenue = RevenueOf(candidate),
            Visit = candidate.Enrichment.VisitWith(hints),
        };
        return (ingestEvent, previous);
    }

    private Revenue? RevenueOf(EventCandidate candidate) =>
        candidate.Request.Revenue is { } sent && candidate.Site.RevenueCurrency(candidate.Request.EventName) is { } currency
            ? rates.Apply(sent, currency)
            : null;

    private static bool IsComplete(IngestEvent e) =>
        e is { Name.Length: > 0, SiteId: > 0, UserId: > 0, Hostname.Length: > 0, Pathname.Length: > 0 } && e.Timestamp != default;
}
