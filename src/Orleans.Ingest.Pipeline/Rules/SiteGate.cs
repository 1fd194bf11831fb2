using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sites;

namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>Whether a site takes events at all. The rate limit comes after it: it needs tokens, which are no matter of this project.</summary>
internal static class SiteGate
{
    public static DropReason? Check(SitePolicy? site, DateOnly today) =>
        site is null ? DropReason.NotFound
        : site.AcceptTrafficUntil < today ? DropReason.PaymentRequired
        : site.RateLimitThreshold <= 0 ? DropReason.Block
        : null;
}
