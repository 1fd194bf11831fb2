using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Ingest.Web.Keys;

/// <summary>JSON of the keys.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(KeyListAnswer))]
[JsonSerializable(typeof(NewKeyAnswer))]
internal sealed partial class KeysJson : JsonSerializerContext
{
    /// <summary>Names stay readable.</summary>
    public static KeysJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
