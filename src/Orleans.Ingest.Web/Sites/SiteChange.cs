using System.Globalization;
using System.Text.Json;
using Orleans.Ingest.Contracts.Sites;

namespace Orleans.Ingest.Web.Sites;

/// <summary>Applies the fields of a <c>PUT</c> to a site: a missing field stays, a null one is cleared.</summary>
internal static class SiteChange
{
    private const int MaxScaleSeconds = 31 * 86_400;
    private const int MaxRetentionDays = 36_500;

    /// <summary>The changed settings, or the field and what is wrong with it.</summary>
    public static (SiteSettings Site, (string Field, string Message)? Fault) Apply(SiteSettings site, RequestJson sent)
    {
        foreach (var field in Fields)
        {
            var value = sent[field.Name];
            if (value.ValueKind == JsonValueKind.Undefined) continue;
            if (field.Set(site, value) is not { } changed) return (site, (field.Name, field.Rule));
            site = changed;
        }

        return (site, null);
    }

    /// <summary>Whether dashboards will know a time zone of this name.</summary>
    public static bool IsTimezone(string name) =>
        name is "Etc/UTC" or "UTC" || (TimeZoneInfo.TryFindSystemTimeZoneById(name, out _) && !name.Contains("..", StringComparison.Ordinal));

    private static readonly (string Name, string Rule, Func<SiteSettings, JsonElement, SiteSettings?> Set)[] Fields =
    [
        ("ingest_rate_limit_threshold", "must be a whole number from 0, or null for no limit", (site, value) =>
            value.ValueKind == JsonValueKind.Null ? site with { IngestRateLimitThreshold = null }
            : Number(value) is >= 0 and var threshold ? site with { IngestRateLimitThreshold = threshold }
            : null),
        ("ingest_rate_limit_scale_seconds", $"must be a whole number of seconds from 1 to {MaxScaleSeconds}", (site, value) =>
            Number(value) is >= 1 and <= MaxScaleSeconds and var scale ? site with { IngestRateLimitScaleSeconds = scale } : null),
        ("accept_traffic_until", "must be a date such as 2026-12-31, or null", (site, value) =>
            value.ValueKind == JsonValueKind.Null ? site with { AcceptTrafficUntil = null }
            : Date(value) is { } day ? site with { AcceptTrafficUntil = day }
            : null),
        ("timezone", "must be the name of a time zone such as Europe/Berlin", (site, value) =>
            value.ValueKind == JsonValueKind.String && IsTimezone(value.GetString()!) ? site with { Timezone = value.GetString()! } : null),
        ("honour_gpc", "must be true or false", (site, value) =>
            Flag(value) is { } flag ? site with { HonourGpc = flag } : null),
        ("hash_ipv6_by_prefix", "must be true or false", (site, value) =>
            Flag(value) is { } flag ? site with { HashIpv6ByPrefix = flag } : null),
        ("retention_days", $"must be a whole number of days from 1 to {MaxRetentionDays}, or null to keep visits for good", (site, value) =>
            value.ValueKind == JsonValueKind.Null ? site with { RetentionDays = null }
            : Number(value) is >= 1 and <= MaxRetentionDays and var days ? site with { RetentionDays = days }
            : null),
        ("client_hints", "must be true or false", (site, value) =>
            Flag(value) is { } flag ? site with { ClientHints = flag } : null),
        ("quarantine", "must be true or false", (site, value) =>
            Flag(value) is { } flag ? site with { Quarantine = flag } : null),
    ];

    private static int? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    private static bool? Flag(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static DateOnly? Date(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
}
