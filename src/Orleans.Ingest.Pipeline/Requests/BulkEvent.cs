namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>One object of the bulk endpoint as it was read.</summary>
/// <param name="Parsed">The event, or all that is wrong with it.</param>
/// <param name="ClientId">The client's own id of the event; null when it gave none.</param>
public readonly record struct BulkEvent(ParseResult Parsed, string? ClientId);
