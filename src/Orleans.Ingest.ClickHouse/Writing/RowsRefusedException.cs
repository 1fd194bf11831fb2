namespace Orleans.Ingest.ClickHouse.Writing;

/// <summary>ClickHouse, or the reading of the payload, refuses these rows themselves: trying them again will not help.</summary>
public sealed class RowsRefusedException(string message, Exception? inner = null) : Exception(message, inner);
