using System.Numerics;

namespace Orleans.Ingest.Web.Visitors;

/// <summary>About how many different values were seen: a bit for each hash, and the share of bits that are set. Any number of threads, no lock, no allocation.</summary>
internal sealed class DistinctCount
{
    /// <summary>Four for each value of a full <see cref="VisitorWatch"/> window: the estimate is then off by a few per cent.</summary>
    private const int Bits = 4096;
    private readonly ulong[] _words = new ulong[Bits / 64];

    /// <summary>The estimate; exact for a handful.</summary>
    public int Estimate
    {
        get
        {
            var set = 0;
            foreach (var word in _words) set += BitOperations.PopCount(word);
            return set >= Bits ? int.MaxValue : (int)Math.Round(-Bits * Math.Log(1 - ((double)set / Bits)));
        }
    }

    /// <summary>Counts a value.</summary>
    /// <param name="hash">Of the value; need not be a good one.</param>
    public void Add(ulong hash)
    {
        // The end of SplitMix64, so that neighbours and short hashes fall anywhere.
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBUL;
        var bit = (int)(hash >> 52);
        ref var word = ref _words[bit >> 6];
        var mask = 1UL << (bit & 63);
        // Nearly always it is set: then nothing is written, and no other core's cache is touched.
        if ((Volatile.Read(ref word) & mask) == 0) Interlocked.Or(ref word, mask);
    }

    /// <summary>Begins anew. What is counted meanwhile may be lost.</summary>
    public void Clear() => Array.Clear(_words);
}
