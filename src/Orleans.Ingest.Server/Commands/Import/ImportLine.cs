using System.Text;
using System.Text.Json;

namespace Orleans.Ingest.Server.Commands.Import;

/// <summary>One line of the file that is not blank.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Text">The line as it stands in the file.</param>
/// <param name="Json">What is sent: the line, with an id if it had none; null when it is no JSON object and is not sent.</param>
/// <param name="Visitor">Equal for all lines of a visitor in one run, see <see cref="LineVisitor"/>.</param>
internal sealed record ImportLine(long Number, ReadOnlyMemory<byte> Text, ReadOnlyMemory<byte>? Json, int Visitor = 0)
{
    private static readonly JsonReaderOptions _options = new() { MaxDepth = int.MaxValue };

    /// <summary>Reads a line.</summary>
    public static ImportLine Of(string source, long number, ReadOnlyMemory<byte> text) => Read(text.Span) switch
    {
        null => new(number, text, null),
        (HasId: true, var visitor) => new(number, text, text, visitor),
        (HasId: false, var visitor) => new(number, text, WithId(text.Span, LineId.Of(source, number, text.Span)), visitor),
    };

    /// <summary>Whether the object has an id, and whose event it is; null when it is no JSON object.</summary>
    private static (bool HasId, int Visitor)? Read(ReadOnlySpan<byte> json)
    {
        var (hasId, address, agent) = (false, (string?)null, (string?)null);
        try
        {
            var reader = new Utf8JsonReader(json, _options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isId, isAddress, isAgent) = (reader.ValueTextEquals("id"u8), reader.ValueTextEquals("ip"u8), reader.ValueTextEquals("user_agent"u8));
                reader.Read();
                // Of a repeated member the last one counts.
                if (isId) hasId = reader.TokenType != JsonTokenType.Null;
                if (isAddress) address = TextOf(ref reader);
                if (isAgent) agent = TextOf(ref reader);
                reader.Skip();
            }

            // One more read finds what follows the object: nothing may.
            return reader.Read() ? null : (hasId, LineVisitor.Of(address, agent));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? TextOf(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String ? reader.GetString() : null;

    private static byte[] WithId(ReadOnlySpan<byte> json, string id)
    {
        var members = json[..json.LastIndexOf((byte)'}')].TrimEnd(" \t\r"u8);
        var comma = members[^1] == (byte)'{' ? "" : ",";
        return [.. members, .. Encoding.UTF8.GetBytes($"{comma}\"id\":\"{id}\"}}")];
    }
}
