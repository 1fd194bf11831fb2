namespace Orleans.Ingest.Grains.Sites;

/// <summary>A domain that a site had before.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="SiteId">The site.</param>
/// <param name="Until">Until when it is accepted for that site (UTC).</param>
[GenerateSerializer, Immutable, Alias("ingest.FormerDomain")]
internal sealed record FormerDomain([property: Id(0)] string Domain, [property: Id(1)] ulong SiteId, [property: Id(2)] DateTime Until);
