using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace Orleans.Ingest.DurableLog.Local;

/// <summary>
/// Where the snapshots of a committed group go, so that its segment can be unlinked: one file for each half hour, appended to.
/// <code>
///   record = u32 length of the rest, u64 XxHash3 of it, u64 key high, u64 key low, u64 version, u64 position, snapshot
/// </code>
/// At a start, files and log are merged by position; the highest wins.
/// </summary>
internal sealed class SnapshotFiles(string directory, TimeProvider time) : IDisposable
{
    private const string Prefix = "snapshots-";
    private const int HeaderBytes = sizeof(uint) + sizeof(ulong);
    private const int FixedBytes = 4 * sizeof(ulong);

    private SafeFileHandle? _file;
    private long _halfHour = -1;
    private long _length;

    /// <summary>When it returns, the snapshots are on the disk.</summary>
    public void Append(IReadOnlyCollection<(SnapshotKey Key, StoredSnapshot Snapshot)> snapshots)
    {
        if (snapshots.Count == 0) return;
        var buffer = new ArrayBufferWriter<byte>(snapshots.Count * 512);
        foreach (var (key, snapshot) in snapshots) Write(buffer, key, snapshot);
        var file = FileOf(HalfHour.Of(time.GetUtcNow()));
        try
        {
            // At the known length: what a failed attempt left behind it is written over.
            RandomAccess.Write(file, buffer.WrittenSpan, _length);
            DiskSync.Data(file);
            _length += buffer.WrittenCount;
        }
        catch
        {
            // After a failed sync the file's pages can't be trusted; the next attempt takes a new file.
            file.Dispose();
            _file = null;
            throw;
        }

        RemoveExpired();
    }

    /// <summary>Puts everything that the files hold into an index.</summary>
    public void Load(SnapshotIndex index)
    {
        foreach (var path in Directory.GetFiles(directory, Prefix + "*").Order(StringComparer.Ordinal))
        {
            ReadOnlyMemory<byte> rest = File.ReadAllBytes(path);
            while (TryRead(ref rest, out var key, out var snapshot)) index.Put(key, snapshot);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file?.Dispose();

    private SafeFileHandle FileOf(long halfHour)
    {
        if (_file is not null && _halfHour == halfHour) return _file;
        _file?.Dispose();
        string path;
        var attempt = 0;
        do path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{halfHour}-{attempt++:D4}"));
        while (File.Exists(path));
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        DiskSync.Directory(directory);
        (_halfHour, _length) = (halfHour, 0);
        return _file;
    }

    private void RemoveExpired()
    {
        foreach (var path in Directory.GetFiles(directory, Prefix + "*"))
        {
            var name = Path.GetFileName(path.AsSpan())[Prefix.Length..];
            if (HalfHour.IsOver(long.Parse(name[..name.IndexOf('-')], CultureInfo.InvariantCulture), time.GetUtcNow())) File.Delete(path);
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
        snapshot = new(BinaryPrimitives.ReadUInt64LittleEndian(span[16..]), BinaryPrimitives.ReadUInt64LittleEndian(span[24..]), body[FixedBytes..].ToArray());
        rest = rest[(HeaderBytes + (int)length)..];
        return true;
    }
}
