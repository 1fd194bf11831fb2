using Orleans.Ingest.Contracts.Sites;

namespace Orleans.Ingest.Web.Sites;

/// <summary>A site as the API shows it.</summary>
internal sealed record SiteAnswer(
    ulong Id,
    string Domain,
    string Timezone,
    int? IngestRateLimitThreshold,
    int IngestRateLimitScaleSeconds,
    DateOnly? AcceptTrafficUntil,
    bool HonourGpc,
    bool HashIpv6ByPrefix,
    int? RetentionDays,
    bool ClientHints,
    bool Quarantine)
{
    public static SiteAnswer From(SiteSettings site) => new(
        site.Id,
        site.Domain,
        site.Timezone,
        site.IngestRateLimitThreshold,
        site.IngestRateLimitScaleSeconds,
        site.AcceptTrafficUntil,
        site.HonourGpc,
        site.HashIpv6ByPrefix,
        site.RetentionDays,
        site.ClientHints,
        site.Quarantine);
}
