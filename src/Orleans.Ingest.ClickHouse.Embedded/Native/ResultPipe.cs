using System.IO.Pipes;

namespace Orleans.Ingest.ClickHouse.Embedded.Native;

/// <summary>
/// Where a SELECT writes its result: a pipe that the engine opens by its path, as the file of INTO OUTFILE. That is the one
/// way out of the engine that is neither gathered in memory (<c>chdb_query</c>) nor written as a whole document for every
/// block (<c>chdb_stream_query</c>). A full pipe makes the query wait.
/// </summary>
internal sealed class ResultPipe : IDisposable
{
    private const int ChunkBytes = 128 * 1024;
    private readonly AnonymousPipeServerStream _pipe = new(PipeDirection.In, HandleInheritability.None);

    /// <summary>What the engine opens. Needs no place in the file system, so nothing is left of it.</summary>
    public string Path => $"/dev/fd/{_pipe.ClientSafePipeHandle.DangerousGetHandle()}";

    /// <summary>
    /// Hands on what arrives, until <see cref="EndWriting"/> and all is read. Blocks. Once <paramref name="take"/> has failed
    /// the rest is read and dropped, since the query could not end while the pipe is full.
    /// </summary>
    public void ReadAll(Action<ReadOnlyMemory<byte>> take)
    {
        var chunk = new byte[ChunkBytes];
        Exception? failure = null;
        while (_pipe.Read(chunk) is var read and > 0)
        {
            if (failure is not null) continue;
            try
            {
                take(chunk.AsMemory(0, read));
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
            {
                failure = error;
            }
        }

        if (failure is not null) throw new IOException("The result was not taken to its end.", failure);
    }

    /// <summary>The query has ended and with it the engine's own end of the pipe; this closes ours.</summary>
    public void EndWriting() => _pipe.DisposeLocalCopyOfClientHandle();

    public void Dispose() => _pipe.Dispose();
}
