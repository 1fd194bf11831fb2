namespace Orleans.Ingest.Contracts.Sites;

/// <summary>What became of a site that was to have an id of the caller's choice.</summary>
/// <param name="Site">The site; null when its domain is taken, or the id may not be given.</param>
/// <param name="LeastId">The smallest id that may be given, when the one asked for is smaller; else 0.</param>
[GenerateSerializer, Immutable, Alias("ingest.NumberedSite")]
public sealed record NumberedSite([property: Id(0)] SiteSettings? Site, [property: Id(1)] ulong LeastId);
