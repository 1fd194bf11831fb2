namespace Orleans.Ingest.DurableLog.Local;

/// <summary>One append as it stands in a segment file.</summary>
internal readonly record struct StoredEntry(ushort SchemaVersion, StoredChunk[] Chunks, IReadOnlyList<ReadOnlyMemory<byte>> Counters)
{
    /// <summary>The appended chunks of a batch that has been judged, with the positions given to them, and its counters.</summary>
    public static StoredEntry Of(AppendBatch batch)
    {
        var chunks = new List<StoredChunk>(batch.Chunks.Count);
        foreach (var chunk in batch.Chunks)
        {
            if (chunk.Outcome == ChunkOutcome.Appended) chunks.Add(new(chunk.Key, chunk.Version, chunk.FirstPosition, chunk.Positions, chunk.Payload, chunk.Snapshot));
        }

        return new(batch.SchemaVersion, [.. chunks], batch.Counters);
    }
}
