namespace Orleans.Ingest.DurableLog.Local;

/// <summary>The segment file that takes appends. Used by one thread at a time.</summary>
internal sealed class OpenSegment : IDisposable
{
    private static readonly byte[] _zeros = new byte[LocalLogOptions.MostRoomBytes];
    private static readonly byte[] _header = "OILOG\0\0\x01"u8.ToArray();
    private readonly LocalLogOptions _options;
    private readonly string _directory;
    private readonly ILogFiles _files;
    private readonly ILogFile _file;
    private string _path;

    // Up to here the file has been written: entries, then zeros.
    private long _room;

    // UTC ticks, 0 before: other threads read it.
    private long _firstAppended;

    private OpenSegment(LocalLogOptions options, ILogFiles files, string directory, ulong first, string path, ILogFile file, ImageBlocks blocks)
    {
        (_options, _files, _directory, First, Last, _path, _file, Length, Image) = (options, files, directory, first, first, path, file, _header.Length, new(blocks));
    }

    /// <summary>Bytes before the first entry: a mark and the format's version.</summary>
    public static int HeaderBytes => _header.Length;

    /// <summary>Lower bound of the segment's positions, reserved at its creation.</summary>
    public ulong First { get; }
    /// <summary>The highest position given in it.</summary>
    public ulong Last { get; private set; }
    /// <summary>Bytes that are acknowledged.</summary>
    public long Length { get; private set; }
    /// <summary>Encoding of the rows in it; null before the first entry.</summary>
    public ushort? SchemaVersion { get; private set; }
    /// <summary>When the first entry was appended; null before it.</summary>
    public DateTimeOffset? FirstAppended => Volatile.Read(ref _firstAppended) is not 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    /// <summary>What is acknowledged.</summary>
    public SegmentImage Image { get; }
    /// <summary>True before the first entry.</summary>
    public bool IsEmpty => FirstAppended is null;
    /// <summary>True once it has the name of a flush group: its bounds must hold from then on.</summary>
    public bool IsRenamed { get; private set; }

    /// <summary>Makes a new segment; durable when it returns. Leaves no file when it fails.</summary>
    public static OpenSegment Create(LocalLogOptions options, ILogFiles files, string directory, ulong first, ImageBlocks blocks)
    {
        var path = Path.Combine(directory, SegmentName.Open(first));
        var segment = new OpenSegment(options, files, directory, first, path, files.Create(path), blocks);
        try
        {
            segment._file.Write(_header, 0);
            segment._file.Sync();
            files.SyncDirectory(directory);
            return segment;
        }
        catch
        {
            segment.Remove();
            throw;
        }
    }

    /// <summary>True when a file begins as a segment of this format does.</summary>
    public static bool HasHeader(ReadOnlySpan<byte> file) => file.StartsWith(_header);

    /// <summary>Durable when it returns. After an exception the segment must be cut and left: see <see cref="CutToAcknowledged"/>.</summary>
    /// <param name="batch">The chunks, judged, and counters.</param>
    /// <param name="last">The highest position given so far.</param>
    /// <param name="now">The time.</param>
    public void Append(AppendBatch batch, ulong last, DateTimeOffset now)
    {
        var entry = Image.Room(checked((int)EntryCodec.Measure(batch)));
        var length = EntryCodec.Write(entry, batch);
        if (Length + length > _room && Length >= _options.BusyBytes) MakeRoom(Length + length);
        _file.Write(entry[..length], Length);
        _file.Sync();
        Image.Keep(length);
        Length += length;
        Last = Math.Max(Last, last);
        SchemaVersion ??= batch.SchemaVersion;
        if (_firstAppended == 0) Volatile.Write(ref _firstAppended, now.UtcTicks);
    }

    /// <summary>
    /// Writes zeros where the next entries will be: to sync bytes that take the place of others is half the work of syncing bytes that make a file longer, for which the file system writes its journal too.
    /// No entry begins with zeros, so they are no part of what a start reads.
    /// </summary>
    private void MakeRoom(long from)
    {
        try
        {
            _file.Write(_zeros.AsSpan(0, _options.RoomBytes), from);
            _room = from + _options.RoomBytes;
        }
        catch (IOException)
        {
            // The disk is nearly full, and the entry may fit all the same.
        }
    }

    /// <summary>Durable when it returns: under its new name the file ends with its last entry, and whatever else a start finds behind that is damage.</summary>
    private void CutRoom()
    {
        if (_room <= Length) return;
        _room = 0;
        CutToAcknowledged();
    }

    /// <summary>Removes what a failed append may have left: its bytes could be on the disk all the same, and would cancel rows that never were.</summary>
    public void CutToAcknowledged()
    {
        _file.SetLength(Length);
        _file.Sync();
    }

    /// <summary>Fixes the bounds; durable when it returns. After an exception it may have been renamed, and can be sealed again.</summary>
    public string Seal()
    {
        if (!IsRenamed)
        {
            CutRoom();
            var target = Path.Combine(_directory, SegmentName.Sealed(First, Last));
            _files.Move(_path, target);
            (_path, IsRenamed) = (target, true);
        }

        _files.SyncDirectory(_directory);
        return _path;
    }

    /// <summary>Removes a segment without entries. What can't be removed now is removed by the next start.</summary>
    public void Remove()
    {
        Dispose();
        try
        {
            _files.Delete(_path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}
