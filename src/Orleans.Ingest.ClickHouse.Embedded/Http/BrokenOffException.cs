namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>Ends the connection without the end of the body: the answer failed after it had begun, and has been told and logged.</summary>
internal sealed class BrokenOffException() : Exception("An answer failed after it had begun.");
