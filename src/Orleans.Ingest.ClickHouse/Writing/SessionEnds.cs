using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Orleans.Ingest.ClickHouse.Rows;

namespace Orleans.Ingest.ClickHouse.Writing;

/// <summary>
/// Which session rows of a group say something: of a session's rows (-1 old, +1 newer, -1 newer, +1 newest …) those between the first and the last cancel each other,
/// and ClickHouse would be given them only to merge them away. A busy visitor has many in one group.
/// </summary>
internal sealed class SessionEnds
{
    private const sbyte Cancel = -1;

    /// <summary>Room for the sessions of a large group; what has grown larger is not used again.</summary>
    private const int LargestKept = 1 << 18;

    // Used again: of thousands of sessions it is a large object, and large objects make the collector go through all that lives.
    private static Dictionary<ulong, (int First, int Last)>? _spare;

    private readonly Dictionary<ulong, (int First, int Last)> _ends = Interlocked.Exchange(ref _spare, null) ?? [];
    private int _rows;

    /// <summary>Takes the next row into account; all are, before any is asked for.</summary>
    public void Add(ReadOnlySpan<byte> row)
    {
        ref var ends = ref CollectionsMarshal.GetValueRefOrAddDefault(_ends, SessionOf(row), out var isKnown);
        ends = (isKnown ? ends.First : _rows, _rows);
        _rows++;
    }

    /// <summary>True when a row is the one that its session's rows before the group are cancelled by, or the one that stays.</summary>
    /// <param name="row">The row.</param>
    /// <param name="index">Its index among all session rows of the group.</param>
    public bool Contains(ReadOnlySpan<byte> row, int index)
    {
        var (first, last) = _ends[SessionOf(row)];
        return (sbyte)row[SessionRow.SignOffset] == Cancel ? index == first : index == last;
    }

    /// <summary>Gives its memory to a later group. For who knows that nobody asks it any more: an insert that was given up may still be making its rows.</summary>
    public void GiveBack()
    {
        if (_ends.Capacity > LargestKept) return;
        _ends.Clear();
        _spare = _ends;
    }

    private static ulong SessionOf(ReadOnlySpan<byte> row) => row.Length >= SessionRow.IdOffset + sizeof(ulong)
        ? BinaryPrimitives.ReadUInt64LittleEndian(row[SessionRow.IdOffset..])
        : throw new InvalidDataException($"An encoded session row of {row.Length} bytes is too short.");
}
