namespace Orleans.Ingest.DurableLog.Local;

/// <summary>An open file of the log.</summary>
internal interface ILogFile : IDisposable
{
    /// <summary>Writes at an offset.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Cuts the file.</summary>
    void SetLength(long length);

    /// <summary>Returns when the file's bytes and length are on the disk.</summary>
    /// <exception cref="IOException">They may or may not be.</exception>
    void Sync();
}
