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
internal sealed partial class SitesJson : JsonSerializerContext;
