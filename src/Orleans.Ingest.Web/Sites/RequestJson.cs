using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Orleans.Ingest.Web.Sites;

/// <summary>A JSON object sent to the API: fields are read by hand, since a null means something else than a missing one.</summary>
internal sealed class RequestJson : IDisposable
{
    private const int MaxBytes = 100_000;

    private readonly JsonDocument _document;

    private RequestJson(JsonDocument document) => _document = document;

    /// <summary>Reads the body; null when it is no JSON object.</summary>
    public static async Task<RequestJson?> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength is > MaxBytes) return null;
        try
        {
            var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return new(document);
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
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
