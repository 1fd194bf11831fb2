using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Ingest.Web.Books;
using Orleans.Ingest.Web.Receipts;
using Orleans.Ingest.Web.Visitors;

namespace Orleans.Ingest.Web;

/// <summary>JSON of answers that leave out what is not there.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BooksAnswer))]
[JsonSerializable(typeof(ReceiptAnswer))]
[JsonSerializable(typeof(WhoAmIAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Domains and sentences stay readable.</summary>
    public static ApiJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });
}
