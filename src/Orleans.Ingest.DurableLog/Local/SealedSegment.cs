namespace Orleans.Ingest.DurableLog.Local;

/// <summary>A flush group that waits: a file whose name holds its bounds.</summary>
/// <param name="Path">The file.</param>
/// <param name="Group">Its bounds.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Oldest">When the first of its events was appended: the file itself may be older by as long as nothing came.</param>
internal sealed record SealedSegment(string Path, FlushGroup Group, long Bytes, DateTimeOffset Oldest)
{
    /// <summary>What is in it while that is still in memory; null when the file must be read.</summary>
    public SegmentImage? Image { get; init; }

    /// <summary>All entries; the file was verified when it was sealed or recovered.</summary>
    public IReadOnlyList<StoredEntry> Read(ILogFiles files)
    {
        if (Image is not null) return Image.Read();
        ReadOnlyMemory<byte> file = files.Read(Path);
        var entries = new List<StoredEntry>();
        var offset = EntryCodec.ReadAll(file, OpenSegment.HeaderBytes, entries);
        return offset == file.Length
            ? entries
            : throw new LogUnavailableException($"The flush group '{Path}' is damaged at byte {offset} of {file.Length}: the disk returned other bytes than were written. Check the disk; restore the file, or move it away to give up its events.");
    }
}
