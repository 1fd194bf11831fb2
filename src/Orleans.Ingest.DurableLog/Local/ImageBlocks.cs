namespace Orleans.Ingest.DurableLog.Local;

/// <summary>
/// Memory that segments are kept in, used again for later ones: tens of megabytes a second would otherwise be allocated, moved and collected for being kept for seconds.
/// Thread-safe.
/// </summary>
internal sealed class ImageBlocks
{
    /// <summary>Bytes of a block; a larger entry has a block of its own, which is not kept.</summary>
    public const int Size = 1 << 20;

    private readonly Lock _gate = new();
    private readonly Stack<byte[]> _free = [];
    private int _kept;

    /// <summary>A block with at least so many bytes, whatever they are.</summary>
    public byte[] Take(int atLeast)
    {
        if (atLeast > Size) return new byte[atLeast];
        lock (_gate)
        {
            if (_free.TryPop(out var block)) return block;
        }

        return GC.AllocateUninitializedArray<byte>(Size);
    }

    /// <summary>Takes back the blocks of an image that nobody reads any more. As many are kept as the largest had; after a peak, one less with each image.</summary>
    public void Return(IReadOnlyCollection<byte[]> blocks)
    {
        lock (_gate)
        {
            foreach (var block in blocks)
            {
                if (block.Length == Size) _free.Push(block);
            }

            _kept = Math.Max(blocks.Count, _kept - 1);
            while (_free.Count > _kept) _free.Pop();
        }
    }
}
