namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

/// <summary>
/// Folds a character to six bits, so that literals are compared without case and a node of the literal index has 64 children.
/// Some rare characters share a code: the index only proposes patterns, their regexes decide.
/// </summary>
internal static class AgentFold
{
    internal const int Codes = 64;

    /// <summary>Upper-case ASCII is 0x20..0x5F: 64 codes. Everything else goes to the code of <c>^</c>, which no agent needs.</summary>
    internal static byte Fold(char c) => c switch
    {
        >= ' ' and < '`' => (byte)(c - ' '),
        >= '`' and <= '~' => (byte)(c - '`' + 0x20),
        _ => '^' - ' ',
    };

    internal static byte[] Fold(string text)
    {
        var folded = new byte[text.Length];
        Fold(text, folded);
        return folded;
    }

    internal static void Fold(string text, Span<byte> folded)
    {
        for (var i = 0; i < text.Length; i++)
        {
            folded[i] = Fold(text[i]);
        }
    }
}
