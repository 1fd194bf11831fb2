namespace Orleans.Ingest.DurableLog.Local;

/// <summary>A chunk as it stands in a segment file.</summary>
internal readonly record struct StoredChunk(
    SnapshotKey Key, ulong Version, ulong FirstPosition, int Positions, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> Snapshot)
{
    /// <summary>Position of the chunk's last event; of a chunk without events, its own.</summary>
    public ulong LastPosition => FirstPosition + ((ulong)Math.Max(0, Positions - 1) * LogPosition.Step);
}
