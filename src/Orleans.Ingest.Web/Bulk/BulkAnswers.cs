using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Web.Bulk;

/// <summary>Writes the answers of the bulk endpoint.</summary>
internal static class BulkAnswers
{
    // The messages are our own: only what JSON itself needs is escaped, as in the answers of the events endpoint.
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonEncodedText _results = JsonEncodedText.Encode("results");
    private static readonly JsonEncodedText _status = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText _reason = JsonEncodedText.Encode("reason");
    private static readonly JsonEncodedText _receipt = JsonEncodedText.Encode("receipt");
    private static readonly JsonEncodedText _errors = JsonEncodedText.Encode("errors");
    private static readonly JsonEncodedText[] _texts = [.. Enum.GetValues<BulkStatus>().Select(status => JsonEncodedText.Encode(status.ToString().ToLowerInvariant()))];

    /// <summary>200 with a result for each event; 503 when not all could be made durable.</summary>
    public static async Task WriteAsync(HttpResponse response, BulkResult[] results)
    {
        var isComplete = Array.TrueForAll(results, result => result.Status != BulkStatus.Unavailable);
        response.StatusCode = isComplete ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        if (!isComplete) response.Headers.RetryAfter = "1";
        response.ContentType = "application/json; charset=utf-8";
        await using var writer = new Utf8JsonWriter(response.BodyWriter, _options);
        writer.WriteStartObject();
        writer.WriteStartArray(_results);
        foreach (var result in results) Write(writer, result);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, BulkResult result)
    {
        writer.WriteStartObject();
        writer.WriteString(_status, _texts[(int)result.Status]);
        if (!result.Drops.IsDefaultOrEmpty) writer.WriteString(_reason, string.Join(',', result.Drops.Select(DropReasons.Text)));
        if (result.Receipts is { } receipts) writer.WriteString(_receipt, receipts);
        if (result.Errors is { } errors)
        {
            writer.WritePropertyName(_errors);
            errors.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
