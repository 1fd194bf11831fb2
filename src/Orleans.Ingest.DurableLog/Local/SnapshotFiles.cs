using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;

namespace Orleans.Ingest.DurableLog.Local;

/// <summary>
/// Where the snapshots of a committed group go, so that its segment can be unlinked: one file for each half hour, appended to.
/// <code>
///   record = u32 length of the rest, u64 XxHash3 of it, u64 key high, u64 key low, u64 version, u64 position, snapshot
/// </code>
/// At a start, files and log are merged by position; the highest wins.
/// </summary>
internal sealed class SnapshotFiles(ILogFiles files, string directory, TimeProvider time) : IDisposable
{
    private const string Prefix = "snapshots-";
    private const int HeaderBytes = sizeof(uint) + sizeof(ulong);
    private const int FixedBytes = 4 * sizeof(ulong);
    private const int PieceBytes = 256 << 10;

    // Used again: what is appended at once may be tens of megabytes.
    private readonly ArrayBufferWriter<byte> _piece = new(PieceBytes);
    private ILogFile? _file;
    private long _halfHour = -1;
    private long _length;
    private string _path = "";

    /// <summary>When it returns, the snapshots are on the disk. They are gone through twice.</summary>
    public void Append(IEnumerable<(SnapshotKey Key, StoredSnapshot Snapshot)> snapshots)
    {
        if (!snapshots.Any()) return;
        var file = FileOf(HalfHour.Of(time.GetUtcNow()));
        try
        {
            // At the known length: what a failed attempt left behind it is written over.
            var end = _length;
            _piece.ResetWrittenCount();
            foreach (var (key, snapshot) in snapshots)
            {
                Write(_piece, key, snapshot);
                if (_piece.WrittenCount >= PieceBytes) end = WritePiece(file, end);
            }

            end = WritePiece(file, end);
            file.Sync();
            _length = end;
        }
        catch
        {
            // After a failed sync the file's pages can't be trusted; the next attempt takes a new file.
            file.Dispose();
            _file = null;
            if (_length == 0) TryDelete(_path);
            throw;
        }

        RemoveExpired();
    }

    /// <summary>Puts everything that the files hold into an index.</summary>
    public void Load(SnapshotIndex index)
    {
        foreach (var path in Paths())
        {
            ReadOnlyMemory<byte> rest = files.Read(path);
            while (TryRead(ref rest, out var key, out var snapshot)) index.Put(key, snapshot);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file?.Dispose();

    private IEnumerable<string> Paths() => files.List(directory).Where(path => Path.GetFileName(path).StartsWith(Prefix, StringComparison.Ordinal));

    private ILogFile FileOf(long halfHour)
    {
        if (_file is not null && _halfHour == halfHour) return _file;
        _file?.Dispose();
        _file = null;
        string path;
        var attempt = 0;
        do path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{halfHour}-{attempt++:D4}"));
        while (files.Exists(path));
        var file = files.Create(path);
        try
        {
            files.SyncDirectory(directory);
        }
        catch
        {
            file.Dispose();
            TryDelete(path);
            throw;
        }

        // Only now: a file that begins at another's length would be unreadable from its first byte.
        (_file, _path, _halfHour, _length) = (file, path, halfHour, 0);
        return file;
    }

    private long WritePiece(ILogFile file, long at)
    {
        file.Write(_piece.WrittenSpan, at);
        at += _piece.WrittenCount;
        _piece.ResetWrittenCount();
        return at;
    }

    private void TryDelete(string path)
    {
        try
        {
            files.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // An empty file is in nobody's way.
        }
    }

    private void RemoveExpired()
    {
        foreach (var path in Paths())
        {
            var name = Path.GetFileName(path.AsSpan())[Prefix.Length..];
            if (HalfHour.IsOver(long.Parse(name[..name.IndexOf('-')], CultureInfo.InvariantCulture), time.GetUtcNow())) files.Delete(path);
        }
    }

    private static void Write(ArrayBufferWriter<byte> to, SnapshotKey key, StoredSnapshot snapshot)
    {
        var length = FixedBytes + snapshot.Bytes.Length;
        var record = to.GetSpan(HeaderBytes + length)[..(HeaderBytes + length)];
        var body = record[HeaderBytes..];
        BinaryPrimitives.WriteUInt64LittleEndian(body, key.High);
        BinaryPrimitives.WriteUInt64LittleEndian(body[8..], key.Low);
        BinaryPrimitives.WriteUInt64LittleEndian(body[16..], snapshot.Version);
        BinaryPrimitives.WriteUInt64LittleEndian(body[24..], snapshot.Position);
        snapshot.Bytes.Span.CopyTo(body[FixedBytes..]);
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)length);
        BinaryPrimitives.WriteUInt64LittleEndian(record[sizeof(uint)..], XxHash3.HashToUInt64(body));
        to.Advance(record.Length);
    }

    private static bool TryRead(ref ReadOnlyMemory<byte> rest, out SnapshotKey key, out StoredSnapshot snapshot)
    {
        (key, snapshot) = (default, default);
        if (rest.Length < HeaderBytes + FixedBytes) return false;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(rest.Span);
        if (length < FixedBytes || length > rest.Length - HeaderBytes) return false;
        var body = rest.Slice(HeaderBytes, (int)length);
        var span = body.Span;
        if (XxHash3.HashToUInt64(span) != BinaryPrimitives.ReadUInt64LittleEndian(rest.Span[sizeof(uint)..])) return false;
        key = new(BinaryPrimitives.ReadUInt64LittleEndian(span), BinaryPrimitives.ReadUInt64LittleEndian(span[8..]));
        snapshot = new(BinaryPrimitives.ReadUInt64LittleEndian(span[16..]), BinaryPrimitives.ReadUInt64LittleEndian(span[24..]), body[FixedBytes..]);
        rest = rest[(HeaderBytes + (int)length)..];
        return true;
    }
}
