using System.Buffers;
using System.Text;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>
/// Decodes percent escapes as UTF-8. What is no escape, or decodes to no text, stays as it was written:
/// <c>/100%/x%zz</c> and <c>%FF</c> decode to themselves.
/// </summary>
internal static class PercentDecoder
{
    private static readonly SearchValues<char> FormMarks = SearchValues.Create("%+");

    /// <summary>Decodes a path or a fragment; <c>+</c> is a plus.</summary>
    public static string Path(ReadOnlySpan<char> text) =>
        text.Contains('%') ? Decode(text, plusIsSpace: false) : RecentTexts.Of(text);

    /// <summary>Decodes a key or value of a query; <c>+</c> is a space.</summary>
    public static string Form(ReadOnlySpan<char> text) =>
        text.ContainsAny(FormMarks) ? Decode(text, plusIsSpace: true) : text.ToString();

    private static string Decode(ReadOnlySpan<char> text, bool plusIsSpace)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            if (c == '%' && TryEscape(text[i..], out _))
            {
                i += DecodeSequence(text[i..], result);
                continue;
            }

            result.Append(c == '+' && plusIsSpace ? ' ' : c);
            i++;
        }

        return result.ToString();
    }

    /// <summary>Decodes the one character that begins at an escape, or copies that escape; returns the length read.</summary>
    private static int DecodeSequence(ReadOnlySpan<char> text, StringBuilder result)
    {
        Span<byte> bytes = stackalloc byte[4];
        var count = 0;
        while (count < bytes.Length && text.Length >= 3 * (count + 1) && TryEscape(text[(3 * count)..], out var value))
            bytes[count++] = value;

        if (Rune.DecodeFromUtf8(bytes[..count], out var rune, out var used) != OperationStatus.Done)
        {
            result.Append(text[..3]);
            return 3;
        }

        Span<char> chars = stackalloc char[2];
        result.Append(chars[..rune.EncodeToUtf16(chars)]);
        return 3 * used;
    }

    private static bool TryEscape(ReadOnlySpan<char> text, out byte value)
    {
        value = 0;
        if (text.Length < 3 || text[0] != '%' || !char.IsAsciiHexDigit(text[1]) || !char.IsAsciiHexDigit(text[2]))
            return false;

        value = (byte)((Digit(text[1]) << 4) | Digit(text[2]));
        return true;
    }

    private static int Digit(char hex) => hex <= '9' ? hex - '0' : (hex | 0x20) - 'a' + 10;
}
