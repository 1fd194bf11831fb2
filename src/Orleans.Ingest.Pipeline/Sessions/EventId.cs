namespace Orleans.Ingest.Pipeline.Sessions;

/// <summary>Names one event of one request for good: a retry carries the same id, and is answered, not counted again.</summary>
/// <param name="Request">64 random bits, drawn when the request arrives.</param>
/// <param name="Domain">Index of the domain in the request.</param>
public readonly record struct EventId(ulong Request, int Domain);
