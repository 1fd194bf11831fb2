using System.Collections.Immutable;

namespace Orleans.Ingest.Contracts.Sites;

/// <summary>All that is set for a site.</summary>
[GenerateSerializer, Immutable, Alias("ingest.SiteSettings")]
public sealed record SiteSettings
{
    /// <summary>The site's id in ClickHouse; never given twice.</summary>
    [Id(0)] public required ulong Id { get; init; }
    /// <summary>The domain that trackers send, lower-case, without <c>www.</c>.</summary>
    [Id(1)] public required string Domain { get; init; }
    /// <summary>IANA name, for dashboards; <c>Etc/UTC</c> by default.</summary>
    [Id(2)] public string Timezone { get; init; } = "Etc/UTC";
    /// <summary>Events allowed in a window over the whole cluster; null = no limit, 0 = the site is blocked.</summary>
    [Id(3)] public int? IngestRateLimitThreshold { get; init; }
    /// <summary>Length of a window in seconds.</summary>
    [Id(4)] public int IngestRateLimitScaleSeconds { get; init; } = 60;
    /// <summary>Last day (UTC) on which traffic is accepted; null = for good.</summary>
    [Id(5)] public DateOnly? AcceptTrafficUntil { get; init; }
    /// <summary>Shield rules.</summary>
    [Id(6)] public ImmutableArray<ShieldRule> Shields { get; init; } = [];
    /// <summary>Goals.</summary>
    [Id(7)] public ImmutableArray<Goal> Goals { get; init; } = [];
    /// <summary>Drop visitors who send Sec-GPC or DNT.</summary>
    [Id(8)] public bool HonourGpc { get; init; }
    /// <summary>Hash IPv6 visitors by their /64.</summary>
    [Id(9)] public bool HashIpv6ByPrefix { get; init; }
    /// <summary>Whole days (UTC) that stored visits are kept; null = for good.</summary>
    [Id(10)] public int? RetentionDays { get; init; }
    /// <summary>Refine browser and system by the visitor's client hints.</summary>
    [Id(11)] public bool ClientHints { get; init; }
    /// <summary>Keep for 24 hours what bots, address classes or shields drop, without address and user agent.</summary>
    [Id(12)] public bool Quarantine { get; init; }
}
