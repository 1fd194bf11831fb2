namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

/// <summary>
/// Finds which of many literals a text holds, in one pass: tries that are walked from every position, those of marked literals
/// from the positions the mark means. A branch with a single literal left is a leaf, whose rest is compared at once: that keeps the tries small.
/// </summary>
internal sealed class LiteralIndex
{
    private const int None = 0;

    private readonly byte[][] _literals;
    private readonly int[] _children;
    private readonly int[] _ends;
    private readonly int _anywhere;
    private readonly int _wordStart;
    private readonly int _textStart;

    /// <param name="literals">Each once; a literal's number is its place.</param>
    internal LiteralIndex(IReadOnlyList<string> literals)
    {
        _literals = [.. literals.Select(literal => AgentFold.Fold(Mark.Strip(literal)))];
        var builder = new LiteralTrieBuilder(_literals);
        _anywhere = builder.Add(Numbers(first => !Mark.Is(first)));
        _wordStart = builder.Add(Numbers(first => first == Mark.WordStart));
        _textStart = builder.Add(Numbers(first => first == Mark.TextStart));
        (_children, _ends) = builder.Build();

        int[] Numbers(Predicate<char> begins) => [.. Enumerable.Range(0, literals.Count).Where(number => begins(literals[number][0]))];
    }

    internal int Count => _literals.Length;

    /// <summary>Sets the bit of every literal that <paramref name="text"/> (folded) holds.</summary>
    internal void Find(ReadOnlySpan<byte> text, BitSpan found)
    {
        FindAt(_textStart, text, found);
        var isWithinWord = false;
        for (var start = 0; start < text.Length; start++)
        {
            var rest = text[start..];
            FindAt(_anywhere, rest, found);
            if (!isWithinWord)
            {
                FindAt(_wordStart, rest, found);
            }

            isWithinWord = AgentFold.IsLetterOrDigit(text[start]);
        }
    }

    private void FindAt(int root, ReadOnlySpan<byte> text, BitSpan found)
    {
        var node = root;
        for (var depth = 0; depth < text.Length; depth++)
        {
            var next = _children[(node * AgentFold.Codes) + text[depth]];
            if (next == None)
            {
                return;
            }

            if (next < None)
            {
                if (text[(depth + 1)..].StartsWith(_literals[~next].AsSpan(depth + 1)))
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
}
