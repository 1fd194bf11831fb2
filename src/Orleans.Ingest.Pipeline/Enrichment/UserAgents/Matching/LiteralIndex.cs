namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

/// <summary>
/// Finds which of many literals a text holds, in one pass: a trie that is walked from every position.
/// A branch with a single literal left is a leaf, whose rest is compared at once; that keeps the trie small.
/// </summary>
internal sealed class LiteralIndex
{
    private const int None = 0;

    private readonly byte[][] _literals;
    private readonly List<int[]> _building = [];
    private readonly List<int> _endsBuilding = [];
    private readonly int[] _children;
    private readonly int[] _ends;

    /// <param name="literals">Each once; a literal's number is its place.</param>
    internal LiteralIndex(IReadOnlyList<string> literals)
    {
        _literals = [.. literals.Select(AgentFold.Fold)];
        var order = Enumerable.Range(0, _literals.Length).ToArray();
        Array.Sort(order, (a, b) => _literals[a].AsSpan().SequenceCompareTo(_literals[b]));
        AddNode(order, depth: 0);
        _children = [.. _building.SelectMany(node => node)];
        _ends = [.. _endsBuilding];
        _building = [];
        _endsBuilding = [];
    }

    internal int Count => _literals.Length;

    /// <summary>Sets the bit of every literal that <paramref name="text"/> (folded) holds.</summary>
    internal void Find(ReadOnlySpan<byte> text, BitSpan found)
    {
        for (var start = 0; start < text.Length; start++)
        {
            FindAt(text[start..], found);
        }
    }

    private void FindAt(ReadOnlySpan<byte> text, BitSpan found)
    {
        var node = 0;
        for (var depth = 0; depth < text.Length; depth++)
        {
            var next = _children[(node * AgentFold.Codes) + text[depth]];
            if (next == None)
            {
                return;
            }

            if (next < None)
            {
                var literal = _literals[~next];
                if (text[(depth + 1)..].StartsWith(literal.AsSpan(depth + 1)))
                {
                    found.Set(~next);
                }

                return;
            }

            node = next;
            if (_ends[node] >= 0)
            {
                found.Set(_ends[node]);
            }
        }
    }

    // literals: sorted, and equal up to depth.
    private int AddNode(ReadOnlySpan<int> literals, int depth)
    {
        var number = _building.Count;
        var children = new int[AgentFold.Codes];
        _building.Add(children);
        _endsBuilding.Add(-1);
        if (literals.Length > 0 && _literals[literals[0]].Length == depth)
        {
            _endsBuilding[number] = literals[0];
        }

        for (var from = 0; from < literals.Length;)
        {
            if (_literals[literals[from]].Length == depth)
            {
                from++;
                continue;
            }

            var code = _literals[literals[from]][depth];
            var to = from + 1;
            while (to < literals.Length && _literals[literals[to]][depth] == code)
            {
                to++;
            }

            children[code] = to - from == 1 ? ~literals[from] : AddNode(literals[from..to], depth + 1);
            from = to;
        }

        return number;
    }
}
