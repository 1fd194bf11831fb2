namespace Orleans.Ingest.DurableLog;

/// <summary>The rows of a flush group.</summary>
/// <param name="SchemaVersion">Version of the rows' encoding; the same for the whole group.</param>
/// <param name="Chunks">In the order of their positions; read out of the log's memory each time, so that hundreds of thousands need no list, and only until the group is committed or set aside.</param>
/// <param name="Counters">Counter rows that rode along.</param>
public sealed record FlushGroupContents(ushort SchemaVersion, IEnumerable<LoggedChunk> Chunks, IReadOnlyList<ReadOnlyMemory<byte>> Counters)
{
    /// <summary>
    /// False when the log may have forgotten groups that are in ClickHouse, or be new under old tables: before the first insert the writer
    /// must make sure that the tables hold nothing above them. See <see cref="IDurableLog.TablesVerifiedAsync"/>.
    /// </summary>
    public bool TablesVerified { get; init; }
}
