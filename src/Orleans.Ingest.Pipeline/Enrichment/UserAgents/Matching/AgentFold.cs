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

    internal static bool IsLetterOrDigit(byte code) => code is (>= '0' - ' ' and <= '9' - ' ') or (>= 'A' - ' ' and <= 'Z' - ' ');

    /// <summary>A literal in the spelling it is compared in.</summary>
    internal static string Upper(ReadOnlySpan<char> literal)
    {
        var upper = new char[literal.Length];
        for (var i = 0; i < upper.Length; i++)
        {
            upper[i] = Upper(literal[i]);
        }

        return new(upper);
    }

    internal static char Upper(char c) => (char)(Fold(c) + ' ');

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
