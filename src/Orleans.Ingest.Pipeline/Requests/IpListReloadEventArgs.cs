namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>What became of a changed list.</summary>
/// <param name="path">The list's file.</param>
/// <param name="error">Why it could not be used; null when it is in use.</param>
public sealed class IpListReloadEventArgs(string path, Exception? error) : EventArgs
{
    /// <summary>The list's file.</summary>
    public string Path { get; } = path;

    /// <summary>Why the new file could not be used; the list before stays in use. Null when the new one is in use.</summary>
    public Exception? Error { get; } = error;
}
