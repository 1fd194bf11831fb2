using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;

namespace Orleans.Ingest.Server.Commands.Import;

/// <summary>The lines of a file, of a gzipped file (<c>.gz</c>), or of the standard input.</summary>
internal sealed class ImportSource : IAsyncDisposable
{
    /// <summary>The standard input's name.</summary>
    public const string StandardInput = "-";

    /// <summary>What a request may hold by default, and so the longest line.</summary>
    private const int MaxLineBytes = 30_000_000;

    private static readonly byte[] _byteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly Stream _file;
    private readonly PipeReader _reader;
    private readonly long? _size;
    private readonly bool _isPacked;
    private byte[]? _first;

    private ImportSource(Stream file, Stream lines, long? size)
    {
        (_file, _size, _isPacked) = (file, size, !ReferenceEquals(file, lines));
        _reader = PipeReader.Create(lines, new(bufferSize: 1 << 16));
    }

    /// <summary>Bytes (unpacked) of the lines that were read.</summary>
    public long Offset { get; private set; }

    /// <summary>Lines that were read.</summary>
    public long Lines { get; private set; }

    /// <summary>Which part of the file was read; null when its size is not known. Of a packed file a little more, what has been unpacked ahead.</summary>
    public double? Share => _size is > 0 ? Math.Min(1, (double)(_isPacked ? _file.Position : Offset) / _size.Value) : null;

    /// <summary>Which file it is, see <see cref="LineId"/>.</summary>
    public string Id { get; private set; } = "";

    /// <summary>Opens it and reads its first line.</summary>
    public static async Task<ImportSource> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var isInput = path == StandardInput;
        var file = isInput ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var lines = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        var source = new ImportSource(file, lines, isInput ? null : file.Length);
        source._first = await source.ReadAsync(cancellationToken);
        source.Id = LineId.SourceOf(isInput ? StandardInput : Path.GetFileName(path), source._first);
        return source;
    }

    /// <summary>The next line without its end; null at the end of the file.</summary>
    public async ValueTask<byte[]?> NextAsync(CancellationToken cancellationToken)
    {
        if (_first is not { } line) line = await ReadAsync(cancellationToken);
        _first = null;
        return line;
    }

    /// <summary>Leaves out what an earlier run has done.</summary>
    /// <exception cref="InvalidDataException">The file is shorter than that, or no line begins there.</exception>
    public async Task SkipAsync(long offset, long lines, CancellationToken cancellationToken)
    {
        if (offset == 0) return;
        _first = null;
        // Read, not sought: a packed file and the standard input know no other way, and reading is far faster than storing was.
        for (byte[]? line = []; Offset < offset && line is not null;) line = await ReadAsync(cancellationToken);
        if (Offset != offset || Lines != lines) throw new InvalidDataException("The file has changed since the import was interrupted: delete the state file to begin anew, or name another with --state.");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _reader.CompleteAsync();
        await _file.DisposeAsync();
    }

    private async ValueTask<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end) return Take(buffer.Slice(0, end), buffer.GetPosition(1, end), 1);
            if (read.IsCompleted) return buffer.IsEmpty ? null : Take(buffer, buffer.End, 0);
            if (buffer.Length > MaxLineBytes) throw new InvalidDataException($"Line {Lines + 1} is longer than {MaxLineBytes} bytes: is this NDJSON, one event a line?");
            _reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private byte[] Take(ReadOnlySequence<byte> line, SequencePosition next, int end)
    {
        var bytes = line.ToArray();
        Offset += bytes.Length + end;
        if (Lines++ == 0 && bytes.AsSpan().StartsWith(_byteOrderMark)) bytes = bytes[_byteOrderMark.Length..];
        _reader.AdvanceTo(next);
        return bytes;
    }
}
