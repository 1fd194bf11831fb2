namespace Orleans.Ingest.DurableLog;

/// <summary>The log is at its budget: nothing was written.</summary>
public sealed class LogFullException : LogUnavailableException
{
    /// <summary>Without a message.</summary>
    public LogFullException()
    {
    }

    /// <summary>With what was met and what to do.</summary>
    public LogFullException(string message) : base(message)
    {
    }

    /// <summary>With what was met, what to do, and the cause.</summary>
    public LogFullException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
