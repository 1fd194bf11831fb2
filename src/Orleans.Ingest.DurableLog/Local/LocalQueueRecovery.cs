namespace Orleans.Ingest.DurableLog.Local;

/// <summary>Reads a queue's directory after a start: cuts torn writes, seals what was open, rebuilds the snapshots.</summary>
internal sealed class LocalQueueRecovery(ILogFiles files, string directory, int queue, SnapshotIndex index, DeadLetters deadLetters)
{
    /// <summary>The groups that wait, oldest first.</summary>
    public List<SealedSegment> Sealed { get; } = [];
    /// <summary>The highest position ever given, as far as the files know.</summary>
    public ulong Last { get; private set; }
    /// <summary>Events in <see cref="Sealed"/>.</summary>
    public long Events { get; private set; }
    /// <summary>Bytes cut off the ends of segments: writes that were never acknowledged.</summary>
    public long CutBytes { get; private set; }

    /// <summary>Files to delete once a newer segment exists: their names still hold the last position.</summary>
    public List<string> Obsolete { get; } = [];

    /// <summary>Segments that the disk has damaged among acknowledged entries.</summary>
    public List<string> Damaged { get; } = [];

    /// <summary>Runs the recovery; the directory is consistent and synced when it returns.</summary>
    public void Run()
    {
        foreach (var path in files.List(directory))
        {
            if (SegmentName.TryParse(Path.GetFileName(path), out var first, out var last)) Recover(path, first, last);
        }

        files.SyncDirectory(directory);
    }

    private void Recover(string path, ulong first, ulong last)
    {
        Last = Math.Max(Last, last);
        ReadOnlyMemory<byte> file = files.Read(path);
        if (!OpenSegment.HasHeader(file.Span))
        {
            // A crash between creating the file and writing its header: nothing in it was ever acknowledged.
            if (file.Length > OpenSegment.HeaderBytes) throw new LogUnavailableException($"'{path}' is not a log segment of a format that this version reads. Start the version that wrote it and let it drain, or move the file away.");
            Obsolete.Add(path);
            return;
        }

        var offset = OpenSegment.HeaderBytes;
        var entries = 0;
        ulong? oldest = null;
        while (EntryCodec.TryRead(file, ref offset, out var entry))
        {
            entries++;
            foreach (var chunk in entry.Chunks)
            {
                last = Math.Max(last, chunk.LastPosition);
                oldest ??= chunk.FirstPosition;
                Events += chunk.Positions;
                index.Put(chunk.Key, new(chunk.Version, chunk.FirstPosition, chunk.Snapshot));
            }
        }

        Last = Math.Max(Last, last);
        // The zeros at the end of an open segment are room that was made for entries.
        var rest = file.Span[offset..];
        var isSealed = path.EndsWith(SegmentName.SealedEnding, StringComparison.Ordinal);
        var torn = isSealed ? rest.Length : rest.TrimEnd((byte)0).Length;
        // A crash tears the last entry of an open segment alone, which nobody was promised. What fails its checksum in a sealed one, or before a whole entry, was acknowledged.
        if (torn > 0 && (isSealed || IsBeforeWholeEntry(file, offset)))
        {
            deadLetters.KeepDamaged(queue, path, file.Span);
            Damaged.Add(path);
        }

        CutBytes += torn;
        Clean(path, offset, file.Length > offset);
        if (entries == 0)
        {
            Obsolete.Add(path);
            return;
        }

        var target = Path.Combine(directory, SegmentName.Sealed(first, last));
        if (target != path) files.Move(path, target);
        Sealed.Add(new(target, new(queue, first, last), offset, LogPosition.TimeOf(oldest ?? first)));
    }

    private static bool IsBeforeWholeEntry(ReadOnlyMemory<byte> file, int offset) =>
        EntryCodec.EndOf(file, offset) is { } following && EntryCodec.TryRead(file, ref following, out _);

    /// <summary>Cuts what was never acknowledged and the zeros that were to be written over, and syncs the rest: what a kill left in the page cache alone must not vanish once something builds on it.</summary>
    private void Clean(string path, int length, bool isLonger)
    {
        using var file = files.Open(path);
        if (isLonger) file.SetLength(length);
        file.Sync();
    }
}
