using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Contracts.Quarantine;

/// <summary>Events of a site's last hours, decided again: by the rules that it had when that was asked for, which is what was shown before.</summary>
[GenerateSerializer, Immutable, Alias("ingest.Redecision")]
public sealed record Redecision
{
    /// <summary>So many of a site wait at a time: they are taken one after the other, over all sites.</summary>
    public const int MostUnfinished = 3;

    /// <summary>Unique, rising.</summary>
    [Id(0)] public required long Id { get; init; }
    /// <summary>The site and its rules; without the rules once it is finished.</summary>
    [Id(1)] public required SiteSettings Site { get; init; }
    /// <summary>What came at or after this, UTC.</summary>
    [Id(2)] public required DateTime Since { get; init; }
    /// <summary>What was to pass although a rule that no setting decides had matched.</summary>
    [Id(3)] public ImmutableArray<DropReason> Released { get; init; } = [];
    /// <summary>How far it is.</summary>
    [Id(4)] public RedecisionStatus Status { get; init; }
    /// <summary>When it was asked for, UTC.</summary>
    [Id(5)] public required DateTime RequestedAt { get; init; }
    /// <summary>When it ended, UTC; null before.</summary>
    [Id(6)] public DateTime? FinishedAt { get; init; }
    /// <summary>Kept events that are stored now.</summary>
    [Id(7)] public ulong Landed { get; init; }
    /// <summary>Stored events that were removed.</summary>
    [Id(8)] public ulong Removed { get; init; }
    /// <summary>Visits that those were taken out of.</summary>
    [Id(9)] public ulong Visits { get; init; }
    /// <summary>What it waits for, or why it failed; null when there is nothing to say.</summary>
    [Id(10)] public string? Detail { get; init; }
    /// <summary>Per queue of the log, the position that must have left the log before the first step; empty before it was read.</summary>
    [Id(11)] public ImmutableArray<ulong> Awaited { get; init; } = [];
    /// <summary>Positions of events that are out of their visits, and not yet told to ClickHouse to be removed.</summary>
    [Id(12)] public ImmutableArray<ulong> Removing { get; init; } = [];
    /// <summary>Number of the portion that <see cref="Removing"/> is: with <see cref="Id"/> its name.</summary>
    [Id(13)] public int Portion { get; init; }
    /// <summary>Visitors whose rows do not add up: they are left as they are.</summary>
    [Id(14)] public ImmutableArray<ulong> Left { get; init; } = [];
    /// <summary>Refusals of ClickHouse so far.</summary>
    [Id(15)] public int Refusals { get; init; }

    /// <summary>True once nothing more is done.</summary>
    public bool IsFinished => Status is RedecisionStatus.Done or RedecisionStatus.Failed;
}
