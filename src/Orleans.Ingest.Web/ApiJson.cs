using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Ingest.Web.Books;
using Orleans.Ingest.Web.Keys;
using Orleans.Ingest.Web.Quarantine;
using Orleans.Ingest.Web.Receipts;
using Orleans.Ingest.Web.SelfCheck;
using Orleans.Ingest.Web.Sites;
using Orleans.Ingest.Web.Visitors;

namespace Orleans.Ingest.Web;

/// <summary>JSON of the API's answers. It escapes what JSON needs and no more, so that sentences, names and a domain's umlauts stay readable.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ApiErrorAnswer))]
[JsonSerializable(typeof(BooksAnswer))]
[JsonSerializable(typeof(CheckListAnswer))]
[JsonSerializable(typeof(DataDeletionAnswer))]
[JsonSerializable(typeof(DataDeletionListAnswer))]
[JsonSerializable(typeof(DeletedAnswer))]
[JsonSerializable(typeof(GoalAnswer))]
[JsonSerializable(typeof(GoalListAnswer))]
[JsonSerializable(typeof(KeyListAnswer))]
[JsonSerializable(typeof(NewKeyAnswer))]
[JsonSerializable(typeof(ProvisionedGoalAnswer))]
[JsonSerializable(typeof(ProvisionedGoalListAnswer))]
[JsonSerializable(typeof(QuarantineAnswer))]
[JsonSerializable(typeof(ReceiptAnswer))]
[JsonSerializable(typeof(RedecisionAnswer))]
[JsonSerializable(typeof(RedecisionListAnswer))]
[JsonSerializable(typeof(RedecisionPreviewAnswer))]
[JsonSerializable(typeof(ShieldAnswer))]
[JsonSerializable(typeof(ShieldListAnswer))]
[JsonSerializable(typeof(SiteAnswer))]
[JsonSerializable(typeof(SiteListAnswer))]
[JsonSerializable(typeof(WhoAmIAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>For answers whose fields are always there, null where there is no value.</summary>
    public static ApiJson Readable { get; } = new(Leaving(JsonIgnoreCondition.Never));

    /// <summary>For answers that leave out what is not there.</summary>
    public static ApiJson Sparse { get; } = new(Leaving(JsonIgnoreCondition.WhenWritingNull));

    private static JsonSerializerOptions Leaving(JsonIgnoreCondition leftOut) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = leftOut,
    };
}
