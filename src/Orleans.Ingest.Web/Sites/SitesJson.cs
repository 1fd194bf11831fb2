using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Ingest.Web.Sites;

/// <summary>JSON of the Sites API.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ApiErrorAnswer))]
[JsonSerializable(typeof(SiteAnswer))]
[JsonSerializable(typeof(SiteListAnswer))]
[JsonSerializable(typeof(ShieldAnswer))]
[JsonSerializable(typeof(ShieldListAnswer))]
[JsonSerializable(typeof(GoalAnswer))]
[JsonSerializable(typeof(GoalListAnswer))]
[JsonSerializable(typeof(ProvisionedGoalAnswer))]
[JsonSerializable(typeof(ProvisionedGoalListAnswer))]
[JsonSerializable(typeof(DeletedAnswer))]
[JsonSerializable(typeof(DataDeletionAnswer))]
[JsonSerializable(typeof(DataDeletionListAnswer))]
internal sealed partial class SitesJson : JsonSerializerContext
{
    /// <summary>Escapes what JSON needs and no more, so that "can't" and a domain's umlauts stay readable.</summary>
    public static SitesJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
