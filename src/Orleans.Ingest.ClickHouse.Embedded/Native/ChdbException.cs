namespace Orleans.Ingest.ClickHouse.Embedded.Native;

/// <summary>The engine refused or failed. <see cref="Exception.Message"/> is ClickHouse's own text where there is one.</summary>
public sealed class ChdbException : Exception
{
    /// <summary>An error with the engine's text.</summary>
    public ChdbException(string message)
        : base(message)
    {
    }

    /// <summary>An error with the engine's text and its cause.</summary>
    public ChdbException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
