namespace Orleans.Ingest.Contracts.Sites;

/// <summary>One shield rule of a site.</summary>
/// <param name="Id">Unique within the site.</param>
/// <param name="Kind">What it looks at.</param>
/// <param name="Value">The pattern, address, range or country code.</param>
[GenerateSerializer, Immutable, Alias("ingest.ShieldRule")]
public sealed record ShieldRule([property: Id(0)] long Id, [property: Id(1)] ShieldKind Kind, [property: Id(2)] string Value);
