using System.Collections.Immutable;

namespace Orleans.Ingest.Grains.Sites;

/// <summary>A change that the directory has decided and that the grains concerned may not know yet.</summary>
/// <param name="SiteId">The site.</param>
/// <param name="Domains">All domains of which it changes what they name.</param>
[GenerateSerializer, Immutable, Alias("ingest.UnfinishedChange")]
internal sealed record UnfinishedChange([property: Id(0)] ulong SiteId, [property: Id(1)] ImmutableArray<string> Domains);
