using System.Collections.Immutable;
using System.Text;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>
/// Reads what Client Hints need of structured fields (RFC 9651): a string, and a list of strings with their parameter <c>v</c>. A field that is malformed anywhere says nothing, as
/// that RFC wants it. Never throws.
/// </summary>
internal static class StructuredField
{
    private const int MaxMembers = 32;

    /// <summary>A field that is one string; null when it is none.</summary>
    public static string? Text(ReadOnlySpan<char> field)
    {
        var left = field.Trim(' ');
        return TryTakeText(ref left, out var text) && TryTakeParameters(ref left, out _) && left.IsEmpty ? text : null;
    }

    /// <summary>A list of strings with their parameter <c>v</c> (empty when a member has none); empty when the field is malformed.</summary>
    public static ImmutableArray<(string Text, string Version)> List(ReadOnlySpan<char> field)
    {
        var members = ImmutableArray.CreateBuilder<(string, string)>();
        var left = field.Trim(' ');
        while (members.Count < MaxMembers)
        {
            if (!TryTakeText(ref left, out var text) || !TryTakeParameters(ref left, out var version)) return [];
            members.Add((text, version));
            left = left.TrimStart(" \t");
            if (left.IsEmpty) return members.ToImmutable();
            if (left[0] != ',') return [];
            left = left[1..].TrimStart(" \t");
        }

        return [];
    }

    private static bool TryTakeText(ref ReadOnlySpan<char> left, out string text)
    {
        text = "";
        if (left is not ['"', ..]) return false;
        var built = new StringBuilder();
        for (var i = 1; i < left.Length; i++)
        {
            var c = left[i];
            if (c == '"')
            {
                text = built.ToString();
                left = left[(i + 1)..];
                return true;
            }

            if (c == '\\' && (++i >= left.Length || (c = left[i]) is not ('"' or '\\'))) return false;
            if (c is < ' ' or > '~') return false;
            built.Append(c);
        }

        return false;
    }

    private static bool TryTakeParameters(ref ReadOnlySpan<char> left, out string version)
    {
        version = "";
        while (left is [';', ..])
        {
            left = left[1..].TrimStart(' ');
            var name = Take(ref left, static c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' or '-' or '.' or '*');
            if (name.IsEmpty) return false;
            var isVersion = name is "v";
            if (left is not ['=', ..]) continue;
            left = left[1..];
            string value;
            if (left is ['"', ..])
            {
                if (!TryTakeText(ref left, out value)) return false;
            }
            else
            {
                // A token, a number or a flag: none of them is asked for.
                value = "";
                if (Take(ref left, static c => c is > ' ' and <= '~' and not (',' or ';' or '"')).IsEmpty) return false;
            }

            if (isVersion) version = value;
        }

        return true;
    }

    private static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> left, Func<char, bool> belongs)
    {
        var length = 0;
        while (length < left.Length && belongs(left[length])) length++;
        var taken = left[..length];
        left = left[length..];
        return taken;
    }
}
