namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>A parsed body: exactly one of the two is there.</summary>
/// <param name="Request">The request, when it is usable.</param>
/// <param name="Errors">All that is wrong with it, otherwise.</param>
public readonly record struct ParseResult(IngestRequest? Request, ValidationErrors? Errors);
