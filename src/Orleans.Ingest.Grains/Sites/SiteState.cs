using Orleans.Ingest.Contracts.Sites;

namespace Orleans.Ingest.Grains.Sites;

/// <summary>What the grain of a site keeps.</summary>
[GenerateSerializer, Immutable, Alias("ingest.SiteState")]
internal sealed record SiteState
{
    /// <summary>Null when the site does not exist.</summary>
    [Id(0)] public SiteSettings? Settings { get; init; }
    /// <summary>Last id given to a shield rule or goal.</summary>
    [Id(1)] public long LastId { get; init; }
}
