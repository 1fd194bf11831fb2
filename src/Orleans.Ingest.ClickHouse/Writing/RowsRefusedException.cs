namespace Orleans.Ingest.ClickHouse.Writing;

/// <summary>ClickHouse, or the reading of the payload, refuses these rows themselves: trying them again will not help.</summary>
/// <param name="message">What happened, in ClickHouse's words too.</param>
/// <param name="reason">Why, without anything that could come from a row: it is kept in files and shown by the health route.</param>
/// <param name="inner">The cause.</param>
public sealed class RowsRefusedException(string message, string reason, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why, without anything that could come from a row.</summary>
    public string Reason => reason;
}
