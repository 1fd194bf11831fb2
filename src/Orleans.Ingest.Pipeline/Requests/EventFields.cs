using System.Text.Json;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>The members of a request's body, found in one pass and not yet decoded. Of a repeated member the last one counts.</summary>
internal ref struct EventFields
{
    private const int LongestName = 16;
    private FieldSlots _slots;

    private EventFields(ReadOnlySpan<byte> json) => Json = json;

    /// <summary>The body.</summary>
    public ReadOnlySpan<byte> Json { get; }

    /// <summary>The value of a member.</summary>
    public readonly JsonField this[FieldName name] => _slots[(int)name];

    /// <summary>The first of two members that is there and not null.</summary>
    public readonly JsonField First(FieldName one, FieldName other) => this[one].IsNothing ? this[other] : this[one];

    /// <summary>False when the body is no JSON object, or holds text that is no Unicode.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out EventFields fields)
    {
        fields = new(json);
        if (!JsonText.IsUnicode(json))
            return false;

        try
        {
            return fields.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private bool Read()
    {
        var reader = new Utf8JsonReader(Json, JsonText.Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var slot = NameOf(ref reader);
            reader.Read();
            var value = JsonField.Take(ref reader);
            if (slot is { } name)
                _slots[(int)name] = value;
        }

        // One more read finds what follows the object: nothing may.
        return !reader.Read();
    }

    private static FieldName? NameOf(ref Utf8JsonReader reader)
    {
        // An escape takes six bytes for one: a name that is longer than this is none of ours.
        if (reader.ValueSpan.Length > 6 * LongestName)
            return null;

        Span<char> buffer = stackalloc char[6 * LongestName];
        return buffer[..reader.CopyString(buffer)] switch
        {
            "n" => FieldName.N,
            "name" => FieldName.Name,
            "u" => FieldName.U,
            "url" => FieldName.Url,
            "d" => FieldName.D,
            "domain" => FieldName.Domain,
            "r" => FieldName.R,
            "referrer" => FieldName.Referrer,
            "m" => FieldName.M,
            "meta" => FieldName.Meta,
            "p" => FieldName.P,
            "props" => FieldName.Props,
            "h" => FieldName.H,
            "hashMode" => FieldName.HashMode,
            "i" => FieldName.I,
            "interactive" => FieldName.Interactive,
            "v" => FieldName.V,
            "sd" => FieldName.Sd,
            "e" => FieldName.E,
            "$" => FieldName.Dollar,
            "revenue" => FieldName.Revenue,
            "timestamp" => FieldName.Timestamp,
            "ip" => FieldName.Ip,
            "user_agent" => FieldName.UserAgent,
            "id" => FieldName.Id,
            _ => null,
        };
    }
}
