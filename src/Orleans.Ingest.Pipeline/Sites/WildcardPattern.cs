namespace Orleans.Ingest.Pipeline.Sites;

/// <summary>A text in which <c>*</c> (and <c>**</c>, the same) stands for any run of characters. The whole text must match, case and all.</summary>
public sealed class WildcardPattern
{
    private readonly string[] _parts;

    private WildcardPattern(string text)
    {
        Text = text;
        _parts = text.Split('*');
    }

    /// <summary>The pattern with every run of stars as one: equivalent patterns have the same text.</summary>
    public string Text { get; }

    /// <summary>Compiles a pattern.</summary>
    public static WildcardPattern Of(string pattern)
    {
        while (pattern.Contains("**"))
            pattern = pattern.Replace("**", "*");

        return new(pattern);
    }

    /// <summary>True when the pattern matches the whole text.</summary>
    public bool Matches(ReadOnlySpan<char> text)
    {
        var first = _parts[0];
        if (_parts.Length == 1)
            return text.SequenceEqual(first);

        var last = _parts[^1];
        if (text.Length < first.Length + last.Length || !text.StartsWith(first) || !text.EndsWith(last))
            return false;

        // The leftmost place of a part leaves the most room for those after it.
        var rest = text[first.Length..^last.Length];
        foreach (var part in _parts.AsSpan(1, _parts.Length - 2))
        {
            var index = rest.IndexOf(part);
            if (index < 0)
                return false;

            rest = rest[(index + part.Length)..];
        }

        return true;
    }
}
