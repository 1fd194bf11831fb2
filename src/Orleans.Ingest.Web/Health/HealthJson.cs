using System.Text.Json.Serialization;

namespace Orleans.Ingest.Web.Health;

/// <summary>JSON of the health routes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(FlowAnswer))]
internal sealed partial class HealthJson : JsonSerializerContext;
