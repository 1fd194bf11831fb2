using Orleans.Ingest.Contracts.Sites;

namespace Orleans.Ingest.Grains.Sites;

/// <summary>What the grain of a domain keeps.</summary>
[GenerateSerializer, Immutable, Alias("ingest.SiteDomainState")]
internal sealed record SiteDomainState
{
    /// <summary>A site that was kept under its domain, as the first versions did: it moves to its home at the next call. Null since then.</summary>
    [Id(0)] public SiteSettings? Kept { get; init; }
    /// <summary>Last id that the site under <see cref="Kept"/> gave to a shield rule or goal.</summary>
    [Id(1)] public long KeptLastId { get; init; }
    /// <summary>The site that the domain names; null when none.</summary>
    [Id(2)] public ulong? SiteId { get; init; }
    /// <summary>When it stops to name it (UTC); null = it is the site's own domain.</summary>
    [Id(3)] public DateTime? Until { get; init; }
}
