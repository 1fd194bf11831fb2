using System.Collections.Immutable;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>One usable request: an event, and the domains of the sites that it is for.</summary>
public sealed record IngestRequest
{
    /// <summary>What is known beside the body.</summary>
    public required RequestContext Context { get; init; }
    /// <summary>When the event happened: <see cref="RequestContext.ReceivedAt"/> in whole seconds.</summary>
    public required DateTime Timestamp { get; init; }
    /// <summary>At most 120 characters, not blank.</summary>
    public required string EventName { get; init; }
    /// <summary>Host of the page, lower-case, without <c>www.</c>; <see cref="PageUrl.NoHost"/> when the URL has none.</summary>
    public required string Hostname { get; init; }
    /// <summary>Path of the page, decoded; in hash mode with its fragment.</summary>
    public required string Pathname { get; init; }
    /// <summary>Query of the page.</summary>
    public QueryParameters Query { get; init; } = QueryParameters.Empty;
    /// <summary>At most 2000 characters of the referrer as sent; null when none was.</summary>
    public string? Referrer { get; init; }
    /// <summary>Domains as sent, but trimmed and without <c>www.</c>; an empty one names no site.</summary>
    public required ImmutableArray<string> Domains { get; init; }
    /// <summary>Custom properties, at most 30.</summary>
    public ImmutableArray<Prop> Props { get; init; } = [];
    /// <summary>False for events that do not end a bounce.</summary>
    public bool Interactive { get; init; } = true;
    /// <summary>Version of the tracker script; 0 when it sends none.</summary>
    public ushort TrackerScriptVersion { get; init; }
    /// <summary>Percent, or 255 = not measured; 0 on all events but engagement.</summary>
    public byte ScrollDepth { get; init; }
    /// <summary>Milliseconds; 0 on all events but engagement.</summary>
    public uint EngagementTime { get; init; }
    /// <summary>Revenue, when it is valid.</summary>
    public SentRevenue? Revenue { get; init; }

    /// <summary>What the pipeline found out about this request, kept for its other domains.</summary>
    internal RequestEnrichment? Enrichment { get; set; }
}
