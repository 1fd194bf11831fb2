using Orleans.Ingest.Pipeline.Sites;

namespace Orleans.Ingest.Tests.Pipeline.Builders;

/// <summary>Sites with only the settings that a test is about.</summary>
internal static class Sites
{
    public static SitePolicy With(
        string[]? hostnames = null,
        string[]? pages = null,
        string[]? ips = null,
        string[]? countries = null,
        Dictionary<string, string?>? goals = null,
        DateOnly? acceptTrafficUntil = null,
        int? rateLimit = null,
        bool honourGpc = false,
        bool hashIpv6ByPrefix = false,
        ulong siteId = 7,
        bool readsClientHints = false,
        bool keepsDropped = false) =>
        new(siteId, "example.com", acceptTrafficUntil, rateLimit, hostnames ?? [], pages ?? [], ips ?? [], countries ?? [], goals ?? [], honourGpc, hashIpv6ByPrefix, readsClientHints, keepsDropped);
}
