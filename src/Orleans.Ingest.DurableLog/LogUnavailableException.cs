namespace Orleans.Ingest.DurableLog;

/// <summary>Nothing can be made durable now; what was tried may be durable or not.</summary>
public class LogUnavailableException : IOException
{
    /// <summary>Without a message.</summary>
    public LogUnavailableException()
    {
    }

    /// <summary>With what was met and what to do.</summary>
    public LogUnavailableException(string message) : base(message)
    {
    }

    /// <summary>With what was met, what to do, and the cause.</summary>
    public LogUnavailableException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
