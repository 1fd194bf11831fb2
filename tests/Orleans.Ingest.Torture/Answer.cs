namespace Orleans.Ingest.Torture;

/// <summary>What the sender knows of an event.</summary>
public enum Answer : byte
{
    /// <summary>Not sent.</summary>
    None,

    /// <summary>202: it must be stored, once.</summary>
    Accepted,

    /// <summary>202 with a reason for a drop: it must not be stored.</summary>
    Dropped,

    /// <summary>503: not stored, or stored once where the outcome was not known in time.</summary>
    Refused,

    /// <summary>No answer, the connection broke or was refused: stored once or not at all.</summary>
    Unanswered,

    /// <summary>Any other answer, which nothing here should cause.</summary>
    Unexpected,
}
