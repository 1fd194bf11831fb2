namespace Orleans.Ingest.Pipeline.Sessions;

/// <summary>An event that a session already holds.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Born">When the front end received it, UTC.</param>
public readonly record struct SeenEvent(EventId Id, DateTime Born);
