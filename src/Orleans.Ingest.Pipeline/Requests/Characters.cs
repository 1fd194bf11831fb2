using System.Globalization;
using System.Text;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>
/// Counts characters as a reader sees them: an emoji, or a letter with its accents, is one.
/// One character may hold any number of code points, so the bytes are bounded as well: forty a character are more than any written one needs.
/// </summary>
internal static class Characters
{
    private const int MaxBytesEach = 40;

    /// <summary>True when the text has at most this many characters.</summary>
    public static bool AtMost(string text, int count) => LengthOf(text, count) == text.Length;

    /// <summary>The text, cut after this many characters.</summary>
    public static string Cut(string text, int count)
    {
        var length = LengthOf(text, count);
        return length == text.Length ? text : text[..length];
    }

    /// <summary>Length in UTF-16 of the first characters of a text.</summary>
    private static int LengthOf(string text, int count)
    {
        if (text.Length <= count)
            return text.Length;

        var length = 0;
        for (var bytesLeft = MaxBytesEach * count; count > 0 && length < text.Length; count--)
        {
            var next = text.AsSpan(length, StringInfo.GetNextTextElementLength(text, length));
            bytesLeft -= Encoding.UTF8.GetByteCount(next);
            if (bytesLeft < 0)
                break;

            length += next.Length;
        }

        return length;
    }
}
