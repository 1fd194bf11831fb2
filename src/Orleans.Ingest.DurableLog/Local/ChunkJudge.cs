namespace Orleans.Ingest.DurableLog.Local;

/// <summary>The compare of compare-and-append: says of each chunk whether it may be appended, and gives positions to those that may. Used by one thread at a time.</summary>
internal sealed class ChunkJudge
{
    private readonly HashSet<SnapshotKey> _taken = [];

    /// <summary>Sets outcome and position of every chunk; returns the highest position given.</summary>
    /// <param name="batch">The chunks.</param>
    /// <param name="index">The snapshots they are compared with.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="last">The highest position given before.</param>
    /// <param name="now">The log's clock.</param>
    public ulong Judge(AppendBatch batch, SnapshotIndex index, int queue, ulong last, DateTimeOffset now)
    {
        _taken.Clear();
        foreach (var chunk in batch.Chunks)
        {
            // Two activations of one grain can meet in a batch: what the first appends is what the second would have to build on.
            chunk.Outcome =
                now - chunk.OldestBirth > LogChunk.MaxAge ? ChunkOutcome.Late
                : index.VersionOf(chunk.Key) != chunk.BuildsOn || !_taken.Add(chunk.Key) ? ChunkOutcome.Stale
                : ChunkOutcome.Appended;
            if (chunk.Outcome != ChunkOutcome.Appended) continue;
            chunk.FirstPosition = LogPosition.Next(last, now, queue);
            // A chunk without events has a position of its own too: its session rows and its snapshot need one.
            last = chunk.FirstPosition + ((ulong)Math.Max(0, chunk.Positions - 1) * LogPosition.Step);
        }

        return last;
    }
}
