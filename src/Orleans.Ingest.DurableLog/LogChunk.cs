namespace Orleans.Ingest.DurableLog;

/// <summary>One session's part of an append: its rows and its new snapshot, which become durable together or not at all.</summary>
public sealed class LogChunk
{
    /// <summary>A chunk older than this is refused as <see cref="ChunkOutcome.Late"/>: snapshots live longer, so "absent" can be believed.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(120);

    /// <summary>Names the snapshot.</summary>
    public required SnapshotKey Key { get; init; }
    /// <summary>Version of the snapshot that this chunk builds on; 0 = there must be none.</summary>
    public required ulong BuildsOn { get; init; }
    /// <summary>Version of <see cref="Snapshot"/>: 64 random bits, never 0.</summary>
    public required ulong Version { get; init; }
    /// <summary>Birth of the oldest event in the chunk.</summary>
    public required DateTimeOffset OldestBirth { get; init; }
    /// <summary>Positions to give: one per event; 0 for a chunk that only moves a snapshot.</summary>
    public required int Positions { get; init; }
    /// <summary>The rows; opaque to the log.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }
    /// <summary>The new snapshot; opaque to the log.</summary>
    public required ReadOnlyMemory<byte> Snapshot { get; init; }

    /// <summary>Set by the append.</summary>
    public ChunkOutcome Outcome { get; set; }
    /// <summary>Set by the append: position of the chunk's first event.</summary>
    public ulong FirstPosition { get; set; }
}
