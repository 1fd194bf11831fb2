namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

/// <summary>Lays out tries over literals: a child is a node (above 0), a leaf (the complement of its literal's number) or none (0).</summary>
internal sealed class LiteralTrieBuilder(byte[][] literals)
{
    private const int NoLiteral = -1;

    // Node 0 is never used, so that 0 can mean "no child".
    private readonly List<int[]> _children = [[]];
    private readonly List<int> _ends = [NoLiteral];

    /// <summary>Adds a trie; the result is its root.</summary>
    internal int Add(int[] numbers)
    {
        Array.Sort(numbers, (a, b) => literals[a].AsSpan().SequenceCompareTo(literals[b]));
        return AddNode(numbers, depth: 0);
    }

    /// <summary>By node: its children, and the literal that ends there.</summary>
    internal (int[] Children, int[] Ends) Build()
    {
        var children = new int[_children.Count * AgentFold.Codes];
        for (var node = 0; node < _children.Count; node++)
        {
            _children[node].CopyTo(children, node * AgentFold.Codes);
        }

        return (children, [.. _ends]);
    }

    // numbers: sorted by literal, and these equal up to depth.
    private int AddNode(ReadOnlySpan<int> numbers, int depth)
    {
        var node = _children.Count;
        var children = new int[AgentFold.Codes];
        _children.Add(children);
        _ends.Add(NoLiteral);
        for (var from = 0; from < numbers.Length;)
        {
            var first = literals[numbers[from]];
            if (first.Length == depth)
            {
                _ends[node] = numbers[from++];
                continue;
            }

            var to = from + 1;
            while (to < numbers.Length && literals[numbers[to]][depth] == first[depth])
            {
                to++;
            }

            children[first[depth]] = to - from == 1 ? ~numbers[from] : AddNode(numbers[from..to], depth + 1);
            from = to;
        }

        return node;
    }
}
