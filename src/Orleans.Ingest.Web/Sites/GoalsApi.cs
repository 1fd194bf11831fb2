using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Pipeline.Enrichment.Revenue;

namespace Orleans.Ingest.Web.Sites;

/// <summary>Goals of a site, and the two provisioning calls under which Plausible's own clients know them.</summary>
internal static class GoalsApi
{
    private const int MaxEventName = 120;
    private const string EventGoal = "event";

    public static void MapGoals(this RouteGroupBuilder sites)
    {
        sites.MapGet("{domain}/goals", ListAsync);
        sites.MapPost("{domain}/goals", AddAsync);
        sites.MapGet("goals", ListProvisionedAsync);
        sites.MapPut("goals", ProvisionAsync);
    }

    private static async Task<IResult> ListAsync(string domain, IGrainFactory grains) =>
        await SitesApi.FindAsync(domain, grains) is var (_, site)
            ? Results.Json(new GoalListAnswer([.. site.Goals.Select(Answer)]), SitesJson.Readable.GoalListAnswer)
            : ApiErrors.NoSuchSite();

    private static async Task<IResult> AddAsync(string domain, HttpRequest request, IGrainFactory grains)
    {
        if (await SitesApi.FindAsync(domain, grains) is not var (grain, _)) return ApiErrors.NoSuchSite();
        using var sent = await RequestJson.ReadAsync(request);
        if (sent is null) return RequestJson.Unreadable();
        if (Fault(sent) is var (field, message)) return ApiErrors.Invalid(field, message);
        if (await grain.AddGoalAsync(sent.Text("event_name")!.Trim(), sent.Text("currency")) is not { } goal) return ApiErrors.NoSuchSite();
        return Results.Json(Answer(goal), SitesJson.Readable.GoalAnswer, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListProvisionedAsync(HttpRequest request, IGrainFactory grains) =>
        await SitesApi.FindAsync(request.Query["site_id"].ToString(), grains) is var (_, site)
            ? Results.Json(
                new ProvisionedGoalListAnswer([.. site.Goals.Select(goal => Provisioned(goal, site))]),
                SitesJson.Readable.ProvisionedGoalListAnswer)
            : ApiErrors.NotFound("site_id", "no site of this domain");

    private static async Task<IResult> ProvisionAsync(HttpRequest request, IGrainFactory grains)
    {
        using var sent = await RequestJson.ReadAsync(request);
        if (sent is null) return RequestJson.Unreadable();
        if (sent.Text("site_id") is not { Length: > 0 } domain) return ApiErrors.Invalid("site_id", "can't be blank");
        if (await SitesApi.FindAsync(domain, grains) is not var (grain, site)) return ApiErrors.NotFound("site_id", "no site of this domain");
        if (sent.Text("goal_type") != EventGoal) return ApiErrors.Invalid("goal_type", "must be 'event': goals of pages are a matter of dashboards, not of ingestion");
        if (Fault(sent) is var (field, message)) return ApiErrors.Invalid(field, message);
        if (await grain.AddGoalAsync(sent.Text("event_name")!.Trim(), sent.Text("currency")) is not { } goal) return ApiErrors.NotFound("site_id", "no site of this domain");
        return Results.Json(Provisioned(goal, site), SitesJson.Readable.ProvisionedGoalAnswer);
    }

    private static (string Field, string Message)? Fault(RequestJson sent)
    {
        if (string.IsNullOrWhiteSpace(sent.Text("event_name"))) return ("event_name", "can't be blank");
        if (sent.Text("event_name")!.Trim().Length > MaxEventName) return ("event_name", $"should be at most {MaxEventName} character(s)");
        var currency = sent["currency"];
        var isCurrency = currency.ValueKind is System.Text.Json.JsonValueKind.Undefined or System.Text.Json.JsonValueKind.Null
            || (sent.Text("currency") is { } code && IsCurrency(code));
        return isCurrency ? null : ("currency", "must be a currency's ISO 4217 code such as EUR");
    }

    private static bool IsCurrency(string code) => CurrencyCodes.IsKnown(code);

    private static GoalAnswer Answer(Goal goal) => new(goal.Id, goal.EventName, goal.Currency);

    private static ProvisionedGoalAnswer Provisioned(Goal goal, SiteSettings site) =>
        new(goal.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), site.Domain, EventGoal, goal.EventName, PagePath: null, goal.Currency);
}
