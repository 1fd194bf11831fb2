namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>Reads lists of addresses and ranges: one a line, with comments after <c>#</c> or <c>;</c>, as such lists are published.</summary>
public static class AddressList
{
    /// <summary>Reads the lines of a list.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="name">What a message calls the list: its path.</param>
    /// <exception cref="InvalidDataException">A line is neither an address nor a range; the message names list and line.</exception>
    public static AddressSet Read(IEnumerable<string> lines, string name) => AddressSet.Of(Ranges(lines, name));

    private static IEnumerable<AddressRange> Ranges(IEnumerable<string> lines, string name)
    {
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            var comment = line.AsSpan().IndexOfAny('#', ';');
            var text = line.AsSpan(0, comment < 0 ? line.Length : comment).Trim();
            if (text.IsEmpty)
                continue;

            if (!AddressRange.TryParse(text, out var range))
                throw new InvalidDataException($"{name}, line {number}: \"{Shortened(text)}\" is neither an address nor a range: write it as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32, or put # before it.");

            yield return range;
        }
    }

    // The file may be something else altogether, with lines of any length.
    private static string Shortened(ReadOnlySpan<char> text) => text.Length <= 60 ? text.ToString() : $"{text[..60]}…";
}
