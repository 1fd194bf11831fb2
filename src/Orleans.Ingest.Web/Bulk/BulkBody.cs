using System.Text.Json;

namespace Orleans.Ingest.Web.Bulk;

/// <summary>Finds the events of a body: the elements of a JSON array, or the lines of NDJSON.</summary>
internal static class BulkBody
{
    private static readonly JsonReaderOptions _options = new() { MaxDepth = int.MaxValue };

    /// <summary>Where each event stands, in their order; null when the body begins as an array and is none.</summary>
    /// <param name="body">The body.</param>
    /// <param name="most">One more than this are found at most.</param>
    public static List<Range>? Split(ReadOnlySpan<byte> body, int most)
    {
        var start = body.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0) return [];
        return body[start] == (byte)'[' ? Elements(body, most) : Lines(body, most);
    }

    private static List<Range>? Elements(ReadOnlySpan<byte> body, int most)
    {
        var elements = new List<Range>();
        try
        {
            var reader = new Utf8JsonReader(body, _options);
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (elements.Count > most) return elements;
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                elements.Add(start..(int)reader.BytesConsumed);
            }

            // One more read finds what follows the array: nothing may.
            return reader.Read() ? null : elements;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<Range> Lines(ReadOnlySpan<byte> body, int most)
    {
        var lines = new List<Range>();
        foreach (var line in body.Split((byte)'\n'))
        {
            if (lines.Count > most) break;
            if (!body[line].Trim(" \t\r"u8).IsEmpty) lines.Add(line);
        }

        return lines;
    }
}
