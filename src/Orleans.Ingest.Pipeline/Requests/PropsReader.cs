using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>Reads the custom properties of a request: an object, or a text that holds one.</summary>
internal static class PropsReader
{
    private const int MaxProps = 30;
    private const int MaxKeyBytes = 300;
    private const int MaxValueBytes = 2000;
    private const string PathKey = "path";

    /// <summary>The usable properties, at most 30.</summary>
    public static ImmutableArray<Prop> Read(in EventFields fields, string? eventName, string pathname)
    {
        var json = Json(fields);
        var needsPath = eventName is "404" or "WP Form Completions" or "Form: Submission";
        if (json.IsEmpty && !needsPath)
            return [];

        var props = Usable(json);
        // First, so that the limit cannot cut it off.
        if (needsPath && !props.Exists(prop => prop.Key == PathKey))
            props.Insert(0, new(PathKey, pathname));

        return [.. props.Take(MaxProps)];
    }

    /// <summary>False when a key has more than 300 bytes or a value more than 2000.</summary>
    public static bool FitLimits(ImmutableArray<Prop> props)
    {
        foreach (var (key, value) in props)
        {
            if (!Fits(key, MaxKeyBytes) || !Fits(value, MaxValueBytes))
                return false;
        }

        return true;
    }

    // A UTF-16 unit takes three bytes at most: most texts are judged without counting.
    private static bool Fits(string text, int maxBytes) => 3 * text.Length <= maxBytes || Encoding.UTF8.GetByteCount(text) <= maxBytes;

    private static ReadOnlySpan<byte> Json(in EventFields fields)
    {
        var props = fields.First(FieldName.M, FieldName.Meta);
        if (props.IsNothing)
            props = fields.First(FieldName.P, FieldName.Props);

        if (props.Type == JsonTokenType.StartObject)
            return props.Raw(fields.Json);

        var text = props.IsText ? props.Utf8(fields.Json) : [];
        return JsonText.IsUnicode(text) ? text : [];
    }

    private static List<Prop> Usable(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
            return [];

        try
        {
            return [.. All(json).Where(prop => prop.Value is not null && !string.IsNullOrWhiteSpace(prop.Key))];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>Key and value of all pairs, the last one of a repeated key at the place of the first; unusable values are null.</summary>
    private static IEnumerable<Prop> All(ReadOnlySpan<byte> json)
    {
        var pairs = new OrderedDictionary<string, string?>();
        var reader = new Utf8JsonReader(json, JsonText.Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return [];

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            var value = JsonField.Take(ref reader);
            pairs[key] = Usable(value, json);
        }

        reader.Read();
        return pairs.Select(pair => new Prop(pair.Key, pair.Value!));
    }

    private static string? Usable(JsonField value, ReadOnlySpan<byte> json)
    {
        if (value.IsNothing || value.IsNested)
            return null;

        var text = value.Scalar(json);
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
