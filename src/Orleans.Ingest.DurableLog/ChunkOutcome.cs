namespace Orleans.Ingest.DurableLog;

/// <summary>What an append did with a chunk.</summary>
public enum ChunkOutcome
{
    /// <summary>Not judged: the append failed, or its answer was lost. The chunk may be durable or not.</summary>
    Unknown = 0,
    /// <summary>Durable.</summary>
    Appended = 1,
    /// <summary>Refused, nothing written: the stored snapshot is not the one that the chunk builds on.</summary>
    Stale = 2,
    /// <summary>Refused, nothing written: its oldest event was born too long ago for an absent snapshot to mean "none".</summary>
    Late = 3,
}
