namespace Orleans.Ingest.DurableLog.Local;

/// <summary>What a segment's file holds behind its header, in memory: appends are encoded into it, and its group need not be read back.</summary>
/// <param name="blocks">Where its memory comes from.</param>
internal sealed class SegmentImage(ImageBlocks blocks)
{
    private readonly List<byte[]> _blocks = [];
    private readonly List<int> _lengths = [];

    /// <summary>Room for the next entry, in one piece. It is no part of the image before <see cref="Keep"/>.</summary>
    public Span<byte> Room(int bytes)
    {
        if (_blocks.Count == 0 || _blocks[^1].Length - _lengths[^1] < bytes)
        {
            _blocks.Add(blocks.Take(bytes));
            _lengths.Add(0);
        }

        return _blocks[^1].AsSpan(_lengths[^1], bytes);
    }

    /// <summary>The first bytes of the last <see cref="Room"/> are durable.</summary>
    public void Keep(int bytes) => _lengths[^1] += bytes;

    /// <summary>All entries, as slices of the image.</summary>
    public IReadOnlyList<StoredEntry> Read()
    {
        var entries = new List<StoredEntry>();
        for (var i = 0; i < _blocks.Count; i++)
        {
            if (EntryCodec.ReadAll(_blocks[i].AsMemory(0, _lengths[i]), 0, entries) < _lengths[i]) throw new LogUnavailableException("The memory of a segment does not hold what was written to it. Check the machine's memory, and start the service again: the segment's file is read then.");
        }

        return entries;
    }

    /// <summary>Gives its memory to later segments. Nothing that <see cref="Read"/> gave may be looked at after this.</summary>
    public void Release()
    {
        blocks.Return(_blocks);
        _blocks.Clear();
        _lengths.Clear();
    }
}
