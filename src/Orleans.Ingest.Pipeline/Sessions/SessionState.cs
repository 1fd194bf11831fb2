using System.Collections.Immutable;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Pipeline.Sessions;

/// <summary>A visitor's session as its newest row in <c>sessions_v2</c> shows it.</summary>
public sealed record SessionState
{
    /// <summary>Random, 64 bits.</summary>
    public required ulong SessionId { get; init; }
    /// <summary>The site's id in ClickHouse.</summary>
    public required ulong SiteId { get; init; }
    /// <summary>The user id the session began with; it keeps it over a change of salt.</summary>
    public required ulong UserId { get; init; }
    /// <summary>Time of the first event, UTC, whole seconds.</summary>
    public required DateTime Start { get; init; }
    /// <summary>Time of the newest event that changed the row.</summary>
    public required DateTime Timestamp { get; init; }
    /// <summary>Time of the newest event of any kind, engagement included: what the 30 minutes count from.</summary>
    public required DateTime LastActivity { get; init; }
    /// <summary>Host of the first pageview; empty before one.</summary>
    public string Hostname { get; init; } = "";
    /// <summary>Path of the first pageview; empty before one.</summary>
    public string EntryPage { get; init; } = "";
    /// <summary>Path of the newest pageview; empty before one.</summary>
    public string ExitPage { get; init; } = "";
    /// <summary>Host of the newest pageview; empty before one.</summary>
    public string ExitPageHostname { get; init; } = "";
    /// <summary>True until the second pageview or an interactive event.</summary>
    public bool IsBounce { get; init; }
    /// <summary>Number of pageviews.</summary>
    public int Pageviews { get; init; }
    /// <summary>Number of events but engagement ones.</summary>
    public int Events { get; init; }
    /// <summary>Seconds between first and newest event.</summary>
    public uint Duration { get; init; }
    /// <summary>Properties of the first event.</summary>
    public ImmutableArray<Prop> EntryProps { get; init; } = [];
    /// <summary>Attributes of the first event.</summary>
    public required VisitAttributes Visit { get; init; }
}
