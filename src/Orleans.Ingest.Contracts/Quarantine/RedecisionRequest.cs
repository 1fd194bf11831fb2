using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Contracts.Quarantine;

/// <summary>What is to be decided again.</summary>
/// <param name="Site">The site, as its rules are now.</param>
/// <param name="Hours">Of what came in the last hours, from 1 to 24.</param>
/// <param name="Released">Of <see cref="Pipeline.Quarantine.KeptRules.Releasable"/>, what is to pass now.</param>
[GenerateSerializer, Immutable, Alias("ingest.RedecisionRequest")]
public sealed record RedecisionRequest([property: Id(0)] SiteSettings Site, [property: Id(1)] int Hours, [property: Id(2)] ImmutableArray<DropReason> Released);
