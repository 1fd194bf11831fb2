using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Orleans.Ingest.DurableLog.Local;

/// <summary>The segment file that takes appends. Used by one thread at a time.</summary>
internal sealed class OpenSegment : IDisposable
{
    private static readonly byte[] _header = "OILOG\0\0\x01"u8.ToArray();
    private readonly string _directory;
    private readonly SafeFileHandle _file;

    private OpenSegment(string directory, ulong first, SafeFileHandle file, DateTimeOffset created)
    {
        (_directory, First, Last, _file, Created, Length) = (directory, first, first, file, created, _header.Length);
    }

    /// <summary>Bytes before the first entry: a mark and the format's version.</summary>
    public static int HeaderBytes => _header.Length;

    /// <summary>Lower bound of the segment's positions, reserved at its creation.</summary>
    public ulong First { get; }
    /// <summary>The highest position given in it.</summary>
    public ulong Last { get; private set; }
    /// <summary>When the file was made.</summary>
    public DateTimeOffset Created { get; }
    /// <summary>Bytes that are acknowledged.</summary>
    public long Length { get; private set; }
    /// <summary>Encoding of the rows in it; null before the first entry.</summary>
    public ushort? SchemaVersion { get; private set; }
    /// <summary>When the first entry was appended; null before it.</summary>
    public DateTimeOffset? FirstAppended { get; private set; }
    /// <summary>Where it lies.</summary>
    public string Path => System.IO.Path.Combine(_directory, SegmentName.Open(First));

    /// <summary>Makes a new segment; durable when it returns.</summary>
    public static OpenSegment Create(string directory, ulong first, DateTimeOffset now)
    {
        var file = File.OpenHandle(System.IO.Path.Combine(directory, SegmentName.Open(first)), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        RandomAccess.Write(file, _header, 0);
        DiskSync.Data(file);
        DiskSync.Directory(directory);
        return new(directory, first, file, now);
    }

    /// <summary>True when a file begins as a segment of this format does.</summary>
    public static bool HasHeader(ReadOnlySpan<byte> file) => file.StartsWith(_header);

    /// <summary>Durable when it returns. After an exception the segment must be cut and left: see <see cref="CutToAcknowledged"/>.</summary>
    public void Append(ArrayBufferWriter<byte> entry, ulong last, ushort schemaVersion, DateTimeOffset now)
    {
        RandomAccess.Write(_file, entry.WrittenSpan, Length);
        DiskSync.Data(_file);
        Length += entry.WrittenCount;
        Last = Math.Max(Last, last);
        SchemaVersion = schemaVersion;
        FirstAppended ??= now;
    }

    /// <summary>Removes what a failed append may have left: its bytes could be on the disk all the same, and would cancel rows that never were.</summary>
    public void CutToAcknowledged()
    {
        RandomAccess.SetLength(_file, Length);
        RandomAccess.FlushToDisk(_file);
    }

    /// <summary>Fixes the bounds; durable when it returns.</summary>
    public string Seal()
    {
        var path = System.IO.Path.Combine(_directory, SegmentName.Sealed(First, Last));
        // An earlier attempt may have renamed it and failed at the sync.
        if (File.Exists(Path)) File.Move(Path, path);
        DiskSync.Directory(_directory);
        return path;
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}
