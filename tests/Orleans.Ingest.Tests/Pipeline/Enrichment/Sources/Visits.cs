using Orleans.Ingest.Pipeline.Enrichment.Sources;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Tests.Pipeline.Enrichment.Sources;

/// <summary>Visits to example.com, resolved with the lists of the program.</summary>
internal static class Visits
{
    private static readonly SourceResolver Resolver = SourceResolver.CreateDefault();

    public static VisitAttributes From(string? referrer) => Of(query: "", referrer);

    public static VisitAttributes Of(string query, string? referrer = null, string page = "example.com") =>
        Resolver.Resolve(QueryParameters.Parse(query), referrer, page);
}
