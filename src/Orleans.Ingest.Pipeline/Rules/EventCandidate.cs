using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Pipeline.Sites;

namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>What the rules look at: a request, for one of its sites.</summary>
/// <param name="Request">The request.</param>
/// <param name="Site">The site.</param>
/// <param name="Enrichment">What is found out about the request, at the first look.</param>
/// <param name="VerificationAgent">User agent of the installation check; empty when there is none.</param>
internal readonly record struct EventCandidate(IngestRequest Request, SitePolicy Site, RequestEnrichment Enrichment, string VerificationAgent);
