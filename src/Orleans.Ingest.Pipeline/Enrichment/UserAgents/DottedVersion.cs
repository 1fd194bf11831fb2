namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>Compares versions part by part, as numbers; a part that is none (<c>XP</c>) counts as equal.</summary>
internal static class DottedVersion
{
    internal static int Compare(string left, string right)
    {
        var lefts = left.Split('.');
        var rights = right.Split('.');
        for (var i = 0; i < Math.Min(lefts.Length, rights.Length); i++)
        {
            if (Number(lefts[i]) is { } a && Number(rights[i]) is { } b && a != b)
            {
                return a.CompareTo(b);
            }
        }

        return lefts.Length.CompareTo(rights.Length);
    }

    private static long? Number(string part)
    {
        var text = part.AsSpan().Trim();
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        return long.TryParse(digits < 0 ? text : text[..digits], out var number) ? number : null;
    }
}
