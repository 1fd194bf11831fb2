using System.Text;
using System.Text.Json;

namespace Orleans.Ingest.Server.Commands.Import;

/// <summary>One line of the file that is not blank.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Text">The line as it stands in the file.</param>
/// <param name="Json">What is sent: the line, with an id if it had none; null when it is no JSON object and is not sent.</param>
internal sealed record ImportLine(long Number, ReadOnlyMemory<byte> Text, ReadOnlyMemory<byte>? Json)
{
    private static readonly JsonReaderOptions _options = new() { MaxDepth = int.MaxValue };

    /// <summary>Reads a line.</summary>
    public static ImportLine Of(string source, long number, ReadOnlyMemory<byte> text) => HasId(text.Span) switch
    {
        null => new(number, text, null),
        true => new(number, text, text),
        false => new(number, text, WithId(text.Span, LineId.Of(source, number, text.Span))),
    };

    /// <summary>Whether the object has an id; null when it is no JSON object.</summary>
    private static bool? HasId(ReadOnlySpan<byte> json)
    {
        var hasId = false;
        try
        {
            var reader = new Utf8JsonReader(json, _options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isId = reader.ValueTextEquals("id"u8);
                reader.Read();
                // Of a repeated member the last one counts.
                if (isId) hasId = reader.TokenType != JsonTokenType.Null;
                reader.Skip();
            }

            // One more read finds what follows the object: nothing may.
            return reader.Read() ? null : hasId;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static byte[] WithId(ReadOnlySpan<byte> json, string id)
    {
        var members = json[..json.LastIndexOf((byte)'}')].TrimEnd(" \t\r"u8);
        var comma = members[^1] == (byte)'{' ? "" : ",";
        return [.. members, .. Encoding.UTF8.GetBytes($"{comma}\"id\":\"{id}\"}}")];
    }
}
