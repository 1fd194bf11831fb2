namespace Orleans.Ingest.Grains.Sites;

/// <summary>What the grain of a domain keeps.</summary>
[GenerateSerializer, Immutable, Alias("ingest.SiteDomainState")]
internal sealed record SiteDomainState
{
    /// <summary>The site that the domain names; null when none.</summary>
    [Id(0)] public ulong? SiteId { get; init; }
    /// <summary>When it stops to name it (UTC); null = it is the site's own domain.</summary>
    [Id(1)] public DateTime? Until { get; init; }
}
