namespace Orleans.Ingest.ClickHouse.Embedded.Native;

/// <summary>
/// An insert whose rows follow the statement. Bytes appended are cut into blocks by rows, not by calls, so a repeat that
/// arrives in other pieces makes the same blocks (which deduplication depends on). Disposed without <see cref="Complete"/>
/// it is cancelled.
/// </summary>
internal sealed unsafe class ChdbInsert : IDisposable
{
    private readonly ChdbLibrary _library;
    private nint _stream;

    internal ChdbInsert(ChdbLibrary library, nint stream)
    {
        _library = library;
        _stream = stream;
        if (stream == 0) throw new ChdbException("Code: 1002. DB::Exception: The engine opened no insert. (UNKNOWN_EXCEPTION)");
        if (Error is { } error)
        {
            Dispose();
            throw new ChdbException(error);
        }
    }

    private string? Error => ChdbLibrary.Text(_library.StreamInsertError(_stream)) is { Length: > 0 } error ? error : null;

    /// <summary>Hands over bytes; may wait while the engine works off what it has.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        int state;
        fixed (byte* bytes = data) state = _library.StreamAppend(_stream, bytes, (nuint)data.Length);

        // The reason (a row that cannot be parsed) is told by the end of the stream; the append only knows that it is over.
        if (state != 0)
        {
            Complete().Dispose();
            throw new ChdbException(Error ?? "Code: 1002. DB::Exception: The engine ended the insert. (UNKNOWN_EXCEPTION)");
        }
    }

    /// <summary>Ends the rows and waits until they are stored.</summary>
    public ChdbResult Complete() => new(_library, _library.StreamDone(_stream));

    public void Dispose()
    {
        if (_stream == 0) return;
        _library.DestroyInsertStream(_stream);
        _stream = 0;
    }
}
