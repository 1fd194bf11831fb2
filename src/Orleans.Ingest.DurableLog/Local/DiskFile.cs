using Microsoft.Win32.SafeHandles;

namespace Orleans.Ingest.DurableLog.Local;

/// <summary>An open file on a disk.</summary>
internal sealed class DiskFile(SafeFileHandle handle) : ILogFile
{
    /// <inheritdoc />
    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(handle, bytes, offset);

    /// <inheritdoc />
    public void SetLength(long length) => RandomAccess.SetLength(handle, length);

    /// <inheritdoc />
    public void Sync() => DiskSync.Data(handle);

    /// <inheritdoc />
    public void Dispose() => handle.Dispose();
}
