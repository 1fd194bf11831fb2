using System.Text;
using System.Text.Json;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>Where a value stands in a JSON text; decoded only when it is asked for. The default value is an absent one.</summary>
/// <param name="Type">First token of the value.</param>
/// <param name="Start">Index of its first byte.</param>
/// <param name="Length">Its bytes, quotes included.</param>
internal readonly record struct JsonField(JsonTokenType Type, int Start, int Length)
{
    /// <summary>Takes the value that the reader stands on, and moves the reader to its end.</summary>
    public static JsonField Take(ref Utf8JsonReader reader)
    {
        var type = reader.TokenType;
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new(type, start, (int)reader.BytesConsumed - start);
    }

    /// <summary>Absent or null.</summary>
    public bool IsNothing => Type is JsonTokenType.None or JsonTokenType.Null;
    /// <summary>Text.</summary>
    public bool IsText => Type == JsonTokenType.String;
    /// <summary>An object or a list.</summary>
    public bool IsNested => Type is JsonTokenType.StartObject or JsonTokenType.StartArray;

    /// <summary>The value as written.</summary>
    public ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> json) => json.Slice(Start, Length);

    /// <summary>UTF-8 of a text value, unescaped.</summary>
    public ReadOnlySpan<byte> Utf8(ReadOnlySpan<byte> json)
    {
        var quoted = Raw(json);
        var text = quoted[1..^1];
        if (!text.Contains((byte)'\\'))
            return text;

        var reader = new Utf8JsonReader(quoted, JsonText.Options);
        reader.Read();
        var unescaped = new byte[text.Length];
        return unescaped.AsSpan(0, reader.CopyString(unescaped));
    }

    /// <summary>A text value.</summary>
    public string Text(ReadOnlySpan<byte> json) => Encoding.UTF8.GetString(Utf8(json));

    /// <summary>A text, number or boolean as text; numbers as they are written.</summary>
    public string Scalar(ReadOnlySpan<byte> json) => Type switch
    {
        JsonTokenType.String => Text(json),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => Encoding.UTF8.GetString(Raw(json)),
    };

    /// <summary>True for an integer; a fraction or an exponent makes a number none.</summary>
    public bool IsInteger(ReadOnlySpan<byte> json) =>
        Type == JsonTokenType.Number && !Raw(json).ContainsAny((byte)'.', (byte)'e', (byte)'E');

    /// <summary>The value of an integer, or of a text that holds one; one that is too large counts as the largest of its sign.</summary>
    public bool TryInteger(ReadOnlySpan<byte> json, out long value)
    {
        value = 0;
        var digits = IsText ? Utf8(json) : IsInteger(json) ? Raw(json) : [];
        var negative = digits.StartsWith((byte)'-');
        if (negative || (IsText && digits.StartsWith((byte)'+')))
            digits = digits[1..];
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;

        if (!long.TryParse(digits, out value))
            value = long.MaxValue;
        value = negative ? -value : value;
        return true;
    }
}
