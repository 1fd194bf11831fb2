namespace Orleans.Ingest.ClickHouse.Embedded.Native;

/// <summary>A finished query's output, in the engine's memory until disposed.</summary>
internal sealed unsafe class ChdbResult : IDisposable
{
    private readonly ChdbLibrary _library;
    private nint _result;

    /// <summary>Takes over the engine's result, or throws its error.</summary>
    internal ChdbResult(ChdbLibrary library, nint result)
    {
        _library = library;
        _result = result;
        if (result == 0) throw new ChdbException("Code: 1002. DB::Exception: The engine returned no result. (UNKNOWN_EXCEPTION)");
        if (ChdbLibrary.Text(library.ResultError(result)) is { Length: > 0 } error)
        {
            Dispose();
            throw new ChdbException(error);
        }
    }

    public long Length => (long)_library.ResultLength(_result);

    /// <summary>Rows of the result itself (the C API calls them read).</summary>
    public ulong ResultRows => _library.ResultRowsRead(_result);

    /// <summary>Bytes of the result in the engine's own form.</summary>
    public ulong ResultBytes => _library.ResultBytesRead(_result);

    public ulong ReadRows => _library.ResultStorageRowsRead(_result);

    public ulong ReadBytes => _library.ResultStorageBytesRead(_result);

    public ulong WrittenRows => _library.ResultRowsWritten(_result);

    public ulong WrittenBytes => _library.ResultBytesWritten(_result);

    /// <summary>The output's bytes. Not to be used after <see cref="Dispose"/>.</summary>
    public Stream OpenRead()
    {
        // A statement without rows has no buffer at all.
        var buffer = _library.ResultBuffer(_result);
        return buffer is null ? Stream.Null : new UnmanagedMemoryStream(buffer, Length);
    }

    public void Dispose()
    {
        if (_result == 0) return;
        _library.DestroyResult(_result);
        _result = 0;
    }
}
