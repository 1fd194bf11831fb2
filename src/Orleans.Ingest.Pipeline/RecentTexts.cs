using System.Text;

namespace Orleans.Ingest.Pipeline;

/// <summary>
/// Texts that were read a short while ago: hosts, paths, domains and browsers come again and again, and their events, sessions and rows share one text instead of having one each.
/// Each text has one place, and the next one of that place takes it: nothing is counted, locked or kept up.
/// </summary>
public static class RecentTexts
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

        ref var place = ref PlaceOf(characters);
        return place is { } known && characters.SequenceEqual(known) ? known : place = characters.ToString();
    }

    /// <summary>This text, or the same one that others have already. None is empty: a message of another version may lack it.</summary>
    public static string Of(string? text)
    {
        if (text is null || text.Length is 0 or > MostCharacters)
            return text ?? "";

        ref var place = ref PlaceOf(text);
        return place is { } known && string.Equals(known, text, StringComparison.Ordinal) ? known : place = text;
    }

    /// <summary>A text of these bytes of UTF-8.</summary>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MostCharacters)
            return Encoding.UTF8.GetString(utf8);

        Span<char> characters = stackalloc char[MostCharacters];
        return Of(characters[..Encoding.UTF8.GetChars(utf8, characters)]);
    }

    // Hashed with a key that is drawn at start: nobody can choose texts that push each other off.
    private static ref string? PlaceOf(ReadOnlySpan<char> characters) => ref _texts[string.GetHashCode(characters, StringComparison.Ordinal) & (Places - 1)];
}
