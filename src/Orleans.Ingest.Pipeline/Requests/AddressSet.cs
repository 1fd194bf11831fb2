using System.Net;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>Many ranges of addresses as one set: sorted and merged once, then found by halving, however many there are.</summary>
public sealed class AddressSet
{
    private readonly UInt128[] _first;
    private readonly UInt128[] _last;

    private AddressSet(UInt128[] first, UInt128[] last) => (_first, _last) = (first, last);

    /// <summary>Holds no address.</summary>
    public static AddressSet Empty { get; } = new([], []);

    /// <summary>How many ranges are left after merging.</summary>
    public int Count => _first.Length;

    /// <summary>The set of all addresses of these ranges.</summary>
    public static AddressSet Of(IEnumerable<AddressRange> ranges)
    {
        var sorted = ranges.Select(static range => (range.First, range.Last)).ToArray();
        Array.Sort(sorted);
        var merged = 0;
        foreach (var (first, last) in sorted)
        {
            // Adjacent ranges merge too; nothing lies beyond the highest address.
            var joins = merged > 0 && (sorted[merged - 1].Last == UInt128.MaxValue || first <= sorted[merged - 1].Last + 1);
            if (!joins)
                sorted[merged++] = (first, last);
            else if (last > sorted[merged - 1].Last)
                sorted[merged - 1].Last = last;
        }

        return new([.. sorted.Take(merged).Select(static range => range.First)], [.. sorted.Take(merged).Select(static range => range.Last)]);
    }

    /// <summary>True when the address lies in one of the ranges.</summary>
    public bool Contains(IPAddress address)
    {
        if (_first.Length == 0)
            return false;

        var number = AddressRange.Number(address);
        var index = Array.BinarySearch(_first, number);
        if (index >= 0)
            return true;

        // The range that begins last before the address.
        index = ~index - 1;
        return index >= 0 && number <= _last[index];
    }
}
