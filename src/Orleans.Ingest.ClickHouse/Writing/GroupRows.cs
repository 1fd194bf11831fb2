namespace Orleans.Ingest.ClickHouse.Writing;

/// <summary>A flush group: the same bounds, chunks and order whenever it is handed out.</summary>
/// <param name="Queue">The queue it belongs to.</param>
/// <param name="First">Position of its first event.</param>
/// <param name="Last">Position of its last event.</param>
/// <param name="SchemaVersion">Version of its rows' encoding.</param>
/// <param name="Chunks">The appends, in the log's order; gone through once for each table and month, and once before.</param>
/// <param name="Counters">Drop counters, as <see cref="Rows.CounterPayloadWriter"/> wrote them.</param>
public sealed record GroupRows(int Queue, ulong First, ulong Last, int SchemaVersion, IEnumerable<LoggedChunk> Chunks, IReadOnlyList<ReadOnlyMemory<byte>> Counters)
{
    /// <summary>
    /// The deduplication token of what this group adds to one partition of one table. From positions, not drawn: after a crash the same rows must carry the
    /// same token, or ClickHouse keeps both.
    /// </summary>
    public string TokenOf(string table, string partition) => $"{Queue}:{First}-{Last}:{table}/{partition}";
}
