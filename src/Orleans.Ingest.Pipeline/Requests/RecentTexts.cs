using System.Text;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>
/// Texts that were read a short while ago: hosts, paths, domains and browsers come again and again, and their events, sessions and rows share one text instead of having one each.
/// Each text has one place, and the next one of that place takes it: nothing is counted, locked or kept up.
/// </summary>
internal static class RecentTexts
{
    private const int Places = 1 << 13;

    /// <summary>Longer ones are rare, and would make what is held large.</summary>
    private const int MostCharacters = 256;

    private static readonly string?[] _texts = new string?[Places];

    /// <summary>A text of these characters.</summary>
    public static string Of(ReadOnlySpan<char> characters)
    {
        if (characters.Length is 0 or > MostCharacters)
            return characters.ToString();

        // Hashed with a key that is drawn at start: nobody can choose texts that push each other off.
        ref var place = ref _texts[string.GetHashCode(characters, StringComparison.Ordinal) & (Places - 1)];
        if (place is { } known && characters.SequenceEqual(known))
            return known;

        return place = characters.ToString();
    }

    /// <summary>A text of these bytes of UTF-8.</summary>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MostCharacters)
            return Encoding.UTF8.GetString(utf8);

        Span<char> characters = stackalloc char[MostCharacters];
        return Of(characters[..Encoding.UTF8.GetChars(utf8, characters)]);
    }
}
