namespace Orleans.Ingest.DurableLog.Local;

/// <summary>Reads a queue's directory after a start: cuts torn writes, seals what was open, rebuilds the snapshots.</summary>
internal sealed class LocalQueueRecovery(string directory, int queue, SnapshotIndex index)
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

    /// <summary>Runs the recovery; the directory is consistent and synced when it returns.</summary>
    public void Run()
    {
        foreach (var path in Directory.GetFiles(directory).Order(StringComparer.Ordinal))
        {
            if (SegmentName.TryParse(Path.GetFileName(path), out var first, out var last)) Recover(path, first, last);
        }

        DiskSync.Directory(directory);
    }

    private void Recover(string path, ulong first, ulong last)
    {
        Last = Math.Max(Last, last);
        ReadOnlyMemory<byte> file = File.ReadAllBytes(path);
        if (!OpenSegment.HasHeader(file.Span))
        {
            // A crash between creating the file and writing its header: nothing in it was ever acknowledged.
            if (file.Length >= OpenSegment.HeaderBytes) throw new LogUnavailableException($"'{path}' is not a log segment of a format that this version reads. Start the version that wrote it and let it drain, or move the file away.");
            Obsolete.Add(path);
            return;
        }

        var offset = OpenSegment.HeaderBytes;
        var entries = 0;
        while (EntryCodec.TryRead(file, ref offset, out var entry))
        {
            entries++;
            foreach (var chunk in entry.Chunks)
            {
                last = Math.Max(last, chunk.LastPosition);
                Events += chunk.Positions;
                index.Put(chunk.Key, new(chunk.Version, chunk.FirstPosition, chunk.Snapshot.ToArray()));
            }
        }

        Last = Math.Max(Last, last);
        if (offset < file.Length) Cut(path, offset, file.Length - offset);
        if (entries == 0)
        {
            Obsolete.Add(path);
            return;
        }

        var target = Path.Combine(directory, SegmentName.Sealed(first, last));
        if (target != path) File.Move(path, target);
        Sealed.Add(new(target, new(queue, first, last), offset));
    }

    private void Cut(string path, int length, int excess)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.SetLength(handle, length);
        RandomAccess.FlushToDisk(handle);
        CutBytes += excess;
    }
}
