using Orleans.Ingest.Contracts.Sites;

namespace Orleans.Ingest.Grains.Sites;

/// <summary>What a site's grain keeps.</summary>
[GenerateSerializer, Alias("ingest.SiteState")]
internal sealed record SiteState
{
    /// <summary>Null when no site of this domain exists.</summary>
    [Id(0)] public SiteSettings? Settings { get; set; }
    /// <summary>Last id given to a shield rule or goal.</summary>
    [Id(1)] public long LastId { get; set; }
}
