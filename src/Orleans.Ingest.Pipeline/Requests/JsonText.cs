using System.Text.Json;
using System.Text.Unicode;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>Judges JSON as text, which the reader of tokens leaves to its caller.</summary>
internal static class JsonText
{
    /// <summary>Any depth and nothing else beyond the standard: the reader walks, it does not recurse.</summary>
    public static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue };

    /// <summary>True when bytes and escapes are valid Unicode: a string with half a surrogate pair could be neither stored nor compared.</summary>
    public static bool IsUnicode(ReadOnlySpan<byte> json) => Utf8.IsValid(json) && SurrogatesArePaired(json);

    private static bool SurrogatesArePaired(ReadOnlySpan<byte> json)
    {
        // In JSON a backslash stands in strings only; elsewhere the reader refuses it.
        for (var i = json.IndexOf((byte)'\\'); i >= 0; i = NextEscape(json, i))
        {
            var unit = UnitAt(json, i);
            if (!char.IsSurrogate(unit))
                i += 2;
            else if (char.IsHighSurrogate(unit) && char.IsLowSurrogate(UnitAt(json, i + 6)))
                i += 12;
            else
                return false;
        }

        return true;
    }

    private static int NextEscape(ReadOnlySpan<byte> json, int from)
    {
        if (from >= json.Length)
            return -1;

        var next = json[from..].IndexOf((byte)'\\');
        return next < 0 ? -1 : from + next;
    }

    /// <summary>The UTF-16 unit that <c>\uXXXX</c> at this index stands for; NUL for any other text.</summary>
    private static char UnitAt(ReadOnlySpan<byte> json, int index)
    {
        if (index + 6 > json.Length || json[index] != '\\' || json[index + 1] != 'u')
            return '\0';

        var unit = 0;
        foreach (var digit in json.Slice(index + 2, 4))
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return '\0';
            unit = (unit << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return (char)unit;
    }
}
