namespace Orleans.Ingest.ClickHouse.Embedded.Supervision;

/// <summary>Where the child stands.</summary>
public enum ClickHouseChildPhase
{
    /// <summary>Started, or about to be; not answering yet.</summary>
    Starting,

    /// <summary>Answers at its endpoint.</summary>
    Ready,

    /// <summary>Ended by itself; it will be started again after a pause.</summary>
    Down,

    /// <summary>Ended because the parent stops.</summary>
    Stopped,
}
