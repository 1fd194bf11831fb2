namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

/// <summary>Characters that begin a literal which counts only at some places of a text. No agent that is text holds them.</summary>
internal static class Mark
{
    /// <summary>Not within a word: no letter or digit is before. Weaker than <see cref="Boundary.Strict"/>, so nothing is missed.</summary>
    internal const char WordStart = '\u0001';

    /// <summary>At the text's beginning.</summary>
    internal const char TextStart = '\u0002';

    internal static bool Is(char c) => c is WordStart or TextStart;

    /// <summary>The literal without a mark at its beginning, and without what follows one elsewhere, where it says nothing.</summary>
    internal static string Strip(string literal)
    {
        var text = literal.Length > 0 && Is(literal[0]) ? literal[1..] : literal;
        var next = text.AsSpan().IndexOfAny(WordStart, TextStart);
        return next < 0 ? text : text[..next];
    }
}
