namespace Orleans.Ingest.ClickHouse.Writing;

/// <summary>A group is not in ClickHouse now, for a reason that heals: it is tried again, unchanged.</summary>
public sealed class ClickHouseUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
