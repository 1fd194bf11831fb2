using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orleans.Ingest.Web.Events;

namespace Orleans.Ingest.Web.Sites;

/// <summary>A JSON object sent to the API: fields are read by hand, since a null means something else than a missing one.</summary>
internal sealed class RequestJson : IDisposable
{
    private const int MaxBytes = 100_000;

    private readonly JsonDocument _document;

    private RequestJson(JsonDocument document) => _document = document;

    /// <summary>Reads the body; null when it is no JSON object, or too large for one of the API's.</summary>
    public static async Task<RequestJson?> ReadAsync(HttpRequest request)
    {
        // Counted as it arrives: a body in chunks does not say its length.
        var body = await RequestBody.ReadAsync(request, MaxBytes);
        return body.IsTooLarge ? null : body.Parse(0, static (bytes, _) => Parse(bytes.ToArray()));
    }

    private static RequestJson? Parse(byte[] bytes)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(bytes);
        }
        catch (JsonException)
        {
            return null;
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object && IsText(document.RootElement)) return new(document);
        document.Dispose();
        return null;
    }

    /// <summary>False where a name or a text is none, such as half of a surrogate pair: that is JSON, and found out only when it is read.</summary>
    private static bool IsText(JsonElement json)
    {
        try
        {
            foreach (var member in json.EnumerateObject())
            {
                _ = member.Name;
                if (member.Value.ValueKind == JsonValueKind.String) _ = member.Value.GetString();
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The answer to a body that is no JSON object.</summary>
    public static IResult Unreadable() => ApiErrors.Invalid("request", "Unable to parse request body as json");

    /// <summary>The field's value; undefined when it is missing.</summary>
    public JsonElement this[string field] => _document.RootElement.TryGetProperty(field, out var value) ? value : default;

    /// <summary>The field as text; null when it is missing, null or no text.</summary>
    public string? Text(string field) => this[field] is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <inheritdoc />
    public void Dispose() => _document.Dispose();
}
