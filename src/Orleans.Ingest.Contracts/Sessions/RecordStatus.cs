namespace Orleans.Ingest.Contracts.Sessions;

/// <summary>What became of a <see cref="SessionEvent"/>.</summary>
[GenerateSerializer, Alias("ingest.RecordStatus")]
public enum RecordStatus
{
    /// <summary>Durable (now, or already before this repeat).</summary>
    Stored = 0,
    /// <summary>Dropped by a rule of sessions.</summary>
    Dropped = 1,
    /// <summary>Ask the grain of the previous user id first.</summary>
    AskPrevious = 2,
    /// <summary>No live session under the previous user id, and that id is closed: send the event back to its own.</summary>
    PreviousIsClosed = 3,
    /// <summary>Not durable now, and not known to be: may be repeated within the budget, else answered 503.</summary>
    Unavailable = 4,
    /// <summary>This user id is closed: sessions begin under <see cref="RecordOutcome.ClosedFor"/>, and the event belongs there.</summary>
    IsClosed = 5,
    /// <summary>
    /// Nothing was done: the visitor's grain has forgotten ids as young as this event, which may be one of them. An event that cannot have been stored yet is sent
    /// again with a new birth.
    /// </summary>
    CannotJudge = 6,
}
