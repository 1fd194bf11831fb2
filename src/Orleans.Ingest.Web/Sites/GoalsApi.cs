using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Pipeline.Enrichment.Revenue;
using Orleans.Ingest.Web.Access;

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
        sites.MapDelete("{domain}/goals/{id:long}", RemoveAsync);
        sites.MapGet("goals", ListProvisionedAsync).WithMetadata(new SiteKeysAllowed());
        sites.MapPut("goals", ProvisionAsync).WithMetadata(new SiteKeysAllowed());
    }

    private static async Task<IResult> ListAsync(string domain, IGrainFactory grains) =>
        await SitesApi.FindAsync(domain, grains) is var (_, site)
            ? Results.Json(new GoalListAnswer([.. site.Goals.Select(Answer)]), ApiJson.Readable.GoalListAnswer)
            : ApiErrors.NoSuchSite();

    private static async Task<IResult> AddAsync(string domain, HttpRequest request, IGrainFactory grains)
    {
        if (await SitesApi.FindAsync(domain, grains) is not var (grain, _)) return ApiErrors.NoSuchSite();
        using var sent = await RequestJson.ReadAsync(request);
        if (sent is null) return RequestJson.Unreadable();
        if (Fault(sent) is var (field, message)) return ApiErrors.Invalid(field, message);
        if (await grain.AddGoalAsync(sent.Text("event_name")!.Trim(), sent.Text("currency")) is not { } goal) return ApiErrors.NoSuchSite();
        return Results.Json(Answer(goal), ApiJson.Readable.GoalAnswer, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> RemoveAsync(string domain, long id, IGrainFactory grains)
    {
        if (await SitesApi.FindAsync(domain, grains) is not var (grain, _)) return ApiErrors.NoSuchSite();
        return await grain.RemoveGoalAsync(id)
            ? Results.Json(new DeletedAnswer(true), ApiJson.Readable.DeletedAnswer)
            : ApiErrors.NotFound("id", "no goal of this id");
    }

    private static async Task<IResult> ListProvisionedAsync(HttpRequest request, IGrainFactory grains)
    {
        if (await SitesApi.FindAsync(request.Query["site_id"].ToString(), grains) is not var (_, site)) return ApiErrors.NotFound("site_id", "no site of this domain");
        if (!AdminKeyFilter.AccessOf(request.HttpContext).Allows(site.Id)) return ApiErrors.OtherSite();
        return Results.Json(new ProvisionedGoalListAnswer([.. site.Goals.Select(goal => Provisioned(goal, site))]), ApiJson.Readable.ProvisionedGoalListAnswer);
    }

    private static async Task<IResult> ProvisionAsync(HttpRequest request, IGrainFactory grains)
    {
        using var sent = await RequestJson.ReadAsync(request);
        if (sent is null) return RequestJson.Unreadable();
        if (sent.Text("site_id") is not { Length: > 0 } domain) return ApiErrors.Invalid("site_id", "can't be blank");
        if (await SitesApi.FindAsync(domain, grains) is not var (grain, site)) return ApiErrors.NotFound("site_id", "no site of this domain");
        if (!AdminKeyFilter.AccessOf(request.HttpContext).Allows(site.Id)) return ApiErrors.OtherSite();
        if (sent.Text("goal_type") != EventGoal) return ApiErrors.Invalid("goal_type", "must be 'event': goals of pages are a matter of dashboards, not of ingestion");
        if (Fault(sent) is var (field, message)) return ApiErrors.Invalid(field, message);
        if (await grain.AddGoalAsync(sent.Text("event_name")!.Trim(), sent.Text("currency")) is not { } goal) return ApiErrors.NotFound("site_id", "no site of this domain");
        return Results.Json(Provisioned(goal, site), ApiJson.Readable.ProvisionedGoalAnswer);
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
