namespace Orleans.Ingest.Contracts.Sessions;

/// <summary>How a <see cref="SessionEvent"/> reached a grain, around a change of salt.</summary>
[GenerateSerializer, Alias("ingest.SessionRoute")]
public enum SessionRoute
{
    /// <summary>Sent to the grain of its own user id first.</summary>
    Direct = 0,
    /// <summary>Sent on to the grain of the previous user id: to be taken only by a session that is alive, else closed and sent back.</summary>
    ToPrevious = 1,
    /// <summary>Sent back, or on from an id that is closed: a session may begin here.</summary>
    PreviousClosed = 2,
}
