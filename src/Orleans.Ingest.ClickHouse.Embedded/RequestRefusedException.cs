namespace Orleans.Ingest.ClickHouse.Embedded;

/// <summary>The request ends here with this ClickHouse error text; the engine was not asked.</summary>
internal sealed class RequestRefusedException(string message) : Exception(message);
