namespace Orleans.Ingest.DurableLog;

/// <summary>How a log stands.</summary>
/// <param name="UsedBytes">Bytes that wait for ClickHouse.</param>
/// <param name="MaxBytes">The budget.</param>
/// <param name="OldestPending">When the oldest uncommitted event was appended; null when there is none.</param>
/// <param name="Fault">Why nothing can be appended now; null when it can.</param>
public sealed record LogStatus(long UsedBytes, long MaxBytes, DateTimeOffset? OldestPending, string? Fault)
{
    /// <summary>Rows that were set aside; null when none were.</summary>
    public DeadLetterStatus? DeadLetters { get; init; }

    /// <summary>What an acknowledged event is not safe from, a sentence each with the cure; empty when it is as safe as a disk.</summary>
    public IReadOnlyList<string> Risks { get; init; } = [];
}
