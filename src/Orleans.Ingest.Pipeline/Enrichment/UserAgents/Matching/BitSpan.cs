using System.Numerics;

namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

/// <summary>A set of small numbers in memory of the caller (its stack), read in ascending order.</summary>
internal readonly ref struct BitSpan(Span<ulong> words)
{
    private readonly Span<ulong> _words = words;

    internal static int WordsFor(int count) => (count + 63) >> 6;

    internal void Set(int number) => _words[number >> 6] |= 1UL << number;

    internal bool Has(int number) => (_words[number >> 6] & (1UL << number)) != 0;

    /// <summary>The smallest number of the set that is at least <paramref name="from"/> and below <paramref name="to"/>; -1 when there is none.</summary>
    internal int Next(int from, int to)
    {
        if (from >= to)
        {
            return -1;
        }

        var word = from >> 6;
        var bits = _words[word] & (ulong.MaxValue << from);
        while (bits == 0)
        {
            if (++word << 6 >= to)
            {
                return -1;
            }

            bits = _words[word];
        }

        var number = (word << 6) + BitOperations.TrailingZeroCount(bits);
        return number < to ? number : -1;
    }
}
