namespace Orleans.Ingest.ClickHouse.Writing;

/// <summary>A group is not in ClickHouse now, for a reason that heals: it is tried again, unchanged.</summary>
/// <param name="message">What happened, in ClickHouse's words too.</param>
/// <param name="reason">Why, without anything that could come from a row: the health route shows it.</param>
/// <param name="inner">The cause.</param>
public sealed class ClickHouseUnavailableException(string message, string reason, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why, without anything that could come from a row.</summary>
    public string Reason => reason;
}
