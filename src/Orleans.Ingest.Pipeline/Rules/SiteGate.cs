using System.Collections.Immutable;
using System.Globalization;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sites;

namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>Whether a site takes events at all. The rate limit comes after it: it needs tokens, which are no matter of this project.</summary>
internal static class SiteGate
{
    public static DropReason? Check(SitePolicy? site, DateOnly today) =>
        site is null ? DropReason.NotFound
        : IsOver(site, today) ? DropReason.PaymentRequired
        : IsBlocked(site) ? DropReason.Block
        : null;

    public static ImmutableArray<RuleOutcome> Explain(SitePolicy? site, DateOnly today) => site is null
        ? [new(DropReason.NotFound, true, "there is no site of this domain"), new(DropReason.PaymentRequired, false), new(DropReason.Block, false)]
        :
        [
            new(DropReason.NotFound, false, $"the site {site.Domain}"),
            new(DropReason.PaymentRequired, IsOver(site, today), site.AcceptTrafficUntil is { } last
                ? string.Create(CultureInfo.InvariantCulture, $"accept_traffic_until is {last:yyyy-MM-dd}")
                : "accept_traffic_until is not set"),
            new(DropReason.Block, IsBlocked(site), site.RateLimitThreshold is { } threshold
                ? string.Create(CultureInfo.InvariantCulture, $"ingest_rate_limit_threshold is {threshold}")
                : "ingest_rate_limit_threshold is not set"),
        ];

    private static bool IsOver(SitePolicy site, DateOnly today) => site.AcceptTrafficUntil < today;

    private static bool IsBlocked(SitePolicy site) => site.RateLimitThreshold <= 0;
}
