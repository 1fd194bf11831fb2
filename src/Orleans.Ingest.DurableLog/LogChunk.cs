using System.Buffers;

namespace Orleans.Ingest.DurableLog;

/// <summary>One session's part of an append: its rows and its new snapshot, which become durable together or not at all.</summary>
public sealed class LogChunk
{
    /// <summary>A chunk older than this is refused as <see cref="ChunkOutcome.Late"/>: snapshots live longer, so "absent" can be believed.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(120);

    /// <summary>
    /// Memory for chunks, used again. A pool of their own: a batch gives back hundreds at once, of which the shared pool would keep few, and nobody else's mistake can write into
    /// rows on their way to the log.
    /// </summary>
    public static ArrayPool<byte> Memory { get; } = ArrayPool<byte>.Create(LargestPooled, PooledOfOneSize);

    private const int LargestPooled = 64 << 10;
    private const int PooledOfOneSize = 512;

    private ReadOnlyMemory<byte> _payload;
    private ReadOnlyMemory<byte> _snapshot;
    private byte[]? _rented;

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
    public required ReadOnlyMemory<byte> Payload { get => _payload; init => _payload = value; }
    /// <summary>The new snapshot; opaque to the log.</summary>
    public required ReadOnlyMemory<byte> Snapshot { get => _snapshot; init => _snapshot = value; }
    /// <summary>What both are parts of, when it is rented from <see cref="Memory"/>: see <see cref="GiveBack"/>.</summary>
    public byte[]? Rented { init => _rented = value; }

    /// <summary>Set by the append.</summary>
    public ChunkOutcome Outcome { get; set; }
    /// <summary>Set by the append: position of the chunk's first event.</summary>
    public ulong FirstPosition { get; set; }

    /// <summary>
    /// Gives its memory back, for other chunks; it has no rows and no snapshot any more. For who made it, when the append is over and the outcome known:
    /// of one that failed, the log may still be sending the bytes.
    /// </summary>
    public void GiveBack()
    {
        if (_rented is not { } memory || Outcome == ChunkOutcome.Unknown) return;
        (_payload, _snapshot, _rented) = (default, default, null);
        Memory.Return(memory);
    }
}
