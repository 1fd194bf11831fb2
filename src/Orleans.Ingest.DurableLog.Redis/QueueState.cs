namespace Orleans.Ingest.DurableLog.Redis;

/// <summary>How a queue stood when Redis last answered.</summary>
/// <param name="UsedBytes">Bytes that wait for ClickHouse.</param>
/// <param name="Oldest">n of the event that waits longest; 0 when none waits.</param>
internal sealed record QueueState(long UsedBytes, long Oldest)
{
    /// <summary>Groups that were set aside.</summary>
    public long DeadLetters { get; init; }

    /// <summary>Why the newest was.</summary>
    public string DeadLetterReason { get; init; } = "";
}
