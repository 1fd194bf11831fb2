using System.Collections.Immutable;

namespace Orleans.Ingest.Contracts.Live;

/// <summary>What one member has seen in a fraction of a second. Counts are complete, <see cref="Events"/> are a sample. No address and no user agent is in it.</summary>
[GenerateSerializer, Immutable, Alias("ingest.LiveReport")]
public sealed record LiveReport
{
    /// <summary>Who reports.</summary>
    [Id(0)] public required string Source { get; init; }
    /// <summary>End of the interval, UTC, by the clock of the one who reports.</summary>
    [Id(1)] public required DateTime At { get; init; }
    /// <summary>Its length.</summary>
    [Id(2)] public TimeSpan Interval { get; init; }
    /// <summary>Events by site and outcome.</summary>
    [Id(3)] public ImmutableArray<LiveCount> Counts { get; init; } = [];
    /// <summary>Durable events by how long they took: one count for each bound of <see cref="LatencyBounds"/>, and one for what took longer.</summary>
    [Id(4)] public ImmutableArray<int> Latency { get; init; } = [];
    /// <summary>Some of the events, oldest first.</summary>
    [Id(5)] public ImmutableArray<LiveEvent> Events { get; init; } = [];
    /// <summary>Events that are counted but not shown.</summary>
    [Id(6)] public int Unshown { get; init; }
    /// <summary>Requests that wait to become durable.</summary>
    [Id(7)] public long Waiting { get; init; }
    /// <summary>How the event log stands; null from a front end.</summary>
    [Id(8)] public LiveLog? Log { get; init; }
}
