namespace Orleans.Ingest.Server.Commands.Import;

/// <summary>The import cannot go on; the message says why and what to do.</summary>
internal sealed class ImportRefusedException(string message) : Exception(message);
