using System.Collections.Immutable;

namespace Orleans.Ingest.Pipeline.Events;

/// <summary>One event of one site, decided and enriched; all that a row of <c>events_v2</c> needs but its session.</summary>
public sealed record IngestEvent
{
    /// <summary>Name of the event that says how far and how long a page was read.</summary>
    public const string EngagementName = "engagement";
    /// <summary>Legacy name of <see cref="EngagementName"/>.</summary>
    public const string PageleaveName = "pageleave";
    /// <summary>Name of the event that a page view sends.</summary>
    public const string PageviewName = "pageview";

    /// <summary>Server time in UTC, whole seconds.</summary>
    public required DateTime Timestamp { get; init; }
    /// <summary>At most 120 characters.</summary>
    public required string Name { get; init; }
    /// <summary>The site's id in ClickHouse.</summary>
    public required ulong SiteId { get; init; }
    /// <summary>SipHash of the visitor under the current salt.</summary>
    public required ulong UserId { get; init; }
    /// <summary>Host of the page, lower-case, without <c>www.</c>; <c>(none)</c> when the URL has none.</summary>
    public required string Hostname { get; init; }
    /// <summary>Path of the page, decoded.</summary>
    public required string Pathname { get; init; }
    /// <summary>Custom properties, at most 30.</summary>
    public ImmutableArray<Prop> Props { get; init; } = [];
    /// <summary>False for events that do not end a bounce.</summary>
    public bool Interactive { get; init; } = true;
    /// <summary>Percent, or 255 = not measured; 0 on all events but engagement.</summary>
    public byte ScrollDepth { get; init; }
    /// <summary>Milliseconds; 0 on all events but engagement.</summary>
    public uint EngagementTime { get; init; }
    /// <summary>Version of the tracker script; 0 when it sends none.</summary>
    public ushort TrackerScriptVersion { get; init; }
    /// <summary>Null unless the site has a revenue goal for this event.</summary>
    public Revenue? Revenue { get; init; }
    /// <summary>This event's own attributes; the row carries its session's.</summary>
    public required VisitAttributes Visit { get; init; }

    /// <summary>Keeps the session alive but changes no session row.</summary>
    public bool IsEngagement => Name is EngagementName or PageleaveName;
    /// <summary>Counts as a view of a page.</summary>
    public bool IsPageview => Name == PageviewName;
}
