using System.Collections.Immutable;

namespace Orleans.Ingest.Contracts.Upkeep;

/// <summary>One deletion of stored data.</summary>
[GenerateSerializer, Immutable, Alias("ingest.DataDeletion")]
public sealed record DataDeletion
{
    /// <summary>Unique, rising.</summary>
    [Id(0)] public required long Id { get; init; }
    /// <summary>What is deleted.</summary>
    [Id(1)] public required DataSelection Selection { get; init; }
    /// <summary>True when the site's retention asked for it, false when a person did.</summary>
    [Id(2)] public bool ByRetention { get; init; }
    /// <summary>How far it is.</summary>
    [Id(3)] public DataDeletionStatus Status { get; init; }
    /// <summary>When it was asked for, UTC.</summary>
    [Id(4)] public required DateTime RequestedAt { get; init; }
    /// <summary>When it ended, UTC; null before.</summary>
    [Id(5)] public DateTime? FinishedAt { get; init; }
    /// <summary>Events found; null before they were counted.</summary>
    [Id(6)] public ulong? Events { get; init; }
    /// <summary>Visits found; null before they were counted.</summary>
    [Id(7)] public ulong? Visits { get; init; }
    /// <summary>What it waits for, or why it failed; null when there is nothing to say.</summary>
    [Id(8)] public string? Detail { get; init; }
    /// <summary>Per queue of the log, the position that must have left the log before the next step; empty before it was read.</summary>
    [Id(9)] public ImmutableArray<ulong> Awaited { get; init; } = [];
    /// <summary>Per queue of the log, its end when the deletion began: what comes behind it is not deleted, unless it belongs to a visit that had begun; empty before it was read.</summary>
    [Id(11)] public ImmutableArray<ulong> Before { get; init; } = [];
    /// <summary>Refusals of ClickHouse so far.</summary>
    [Id(10)] public int Refusals { get; init; }

    /// <summary>True once nothing more is done.</summary>
    public bool IsFinished => Status is DataDeletionStatus.Done or DataDeletionStatus.Failed;
}
