using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Contracts.Upkeep;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Quarantine;
using Orleans.Ingest.Web.Sites;

namespace Orleans.Ingest.Web.Quarantine;

/// <summary>
/// The quarantine of a site: <c>GET …/quarantine?hours=24</c> shows what is kept, by rule; <c>POST …/redecide</c> decides over the last hours again, by the rules as they are, or only says what
/// that would do (<c>dry_run</c>). Answered 202 at once: <c>…/redecisions</c> shows how far it is.
/// </summary>
internal static class QuarantineApi
{
    private const int MostHours = 24;
    private const string HoursRule = "must be a whole number of hours from 1 to 24";

    private static readonly string _releaseRule = $"must be a list of any of {string.Join(", ", KeptRules.Releasable.Select(DropReasons.Text))}: what shields drop passes when the shield is changed";

    public static void MapQuarantine(this RouteGroupBuilder sites)
    {
        sites.MapGet("{domain}/quarantine", ShowAsync);
        sites.MapPost("{domain}/redecide", RedecideAsync);
        sites.MapGet("{domain}/redecisions", ListAsync);
        sites.MapGet("{domain}/redecisions/{id:long}", GetAsync);
    }

    private static async Task<IResult> ShowAsync(string domain, HttpRequest request, IGrainFactory grains)
    {
        if (await SitesApi.FindAsync(domain, grains) is not var (_, site)) return ApiErrors.NoSuchSite();
        var hours = MostHours;
        if (request.Query["hours"].ToString() is { Length: > 0 } text && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out hours) || hours is < 1 or > MostHours))
            return ApiErrors.Invalid("hours", HoursRule);
        var contents = await grains.GetGrain<IQuarantineGrain>(0).ShowAsync(site.Id, hours);
        return Results.Json(QuarantineAnswer.Of(site.Quarantine, hours, contents), ApiJson.Readable.QuarantineAnswer);
    }

    private static async Task<IResult> RedecideAsync(string domain, HttpRequest request, IGrainFactory grains)
    {
        if (await SitesApi.FindAsync(domain, grains) is not var (_, site)) return ApiErrors.NoSuchSite();
        using var sent = await RequestJson.ReadAsync(request);
        if (sent is null) return RequestJson.Unreadable();
        if (sent["hours"] is not { ValueKind: JsonValueKind.Number } number || !number.TryGetInt32(out var hours) || hours is < 1 or > MostHours) return ApiErrors.Invalid("hours", HoursRule);
        if (Released(sent["release"]) is not { } released) return ApiErrors.Invalid("release", _releaseRule);
        var dryRun = sent["dry_run"].ValueKind;
        if (dryRun is not (JsonValueKind.Undefined or JsonValueKind.True or JsonValueKind.False)) return ApiErrors.Invalid("dry_run", "must be true or false");
        var wanted = new RedecisionRequest(site, hours, released);
        if (dryRun == JsonValueKind.True)
        {
            var preview = await grains.GetGrain<IQuarantineGrain>(0).PreviewAsync(wanted);
            return Results.Json(RedecisionPreviewAnswer.Of(hours, preview), ApiJson.Readable.RedecisionPreviewAnswer);
        }

        if (await grains.GetGrain<IUpkeepGrain>(0).RedecideAsync(wanted) is not { } redecision) return ApiErrors.TooManyRedecisions();
        // Relative to the request's own path, which a proxy may have put elsewhere.
        request.HttpContext.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"redecisions/{redecision.Id}");
        return Results.Json(RedecisionAnswer.Of(redecision), ApiJson.Readable.RedecisionAnswer, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ListAsync(string domain, IGrainFactory grains) => await SitesApi.FindAsync(domain, grains) is var (_, site)
        ? Results.Json(new RedecisionListAnswer([.. (await OfAsync(site, grains)).Select(RedecisionAnswer.Of)]), ApiJson.Readable.RedecisionListAnswer)
        : ApiErrors.NoSuchSite();

    private static async Task<IResult> GetAsync(string domain, long id, IGrainFactory grains)
    {
        if (await SitesApi.FindAsync(domain, grains) is not var (_, site)) return ApiErrors.NoSuchSite();
        return (await OfAsync(site, grains)).FirstOrDefault(known => known.Id == id) is { } redecision
            ? Results.Json(RedecisionAnswer.Of(redecision), ApiJson.Readable.RedecisionAnswer)
            : ApiErrors.NotFound("id", "no redecision of this id; those that ended long ago are forgotten");
    }

    private static async Task<ImmutableArray<Redecision>> OfAsync(SiteSettings site, IGrainFactory grains) => await grains.GetGrain<IUpkeepGrain>(0).RedecisionsAsync(site.Id);

    /// <summary>Null when it is no list of what can be released.</summary>
    private static ImmutableArray<DropReason>? Released(JsonElement sent)
    {
        if (sent.ValueKind == JsonValueKind.Undefined) return [];
        if (sent.ValueKind != JsonValueKind.Array) return null;
        var released = ImmutableArray.CreateBuilder<DropReason>();
        foreach (var name in sent.EnumerateArray())
        {
            // As it was written: what has an escape in it is no name of a rule.
            var raw = name.GetRawText();
            if (KeptRules.Releasable.Cast<DropReason?>().FirstOrDefault(reason => raw == $"\"{reason!.Value.Text()}\"") is not { } found) return null;
            released.Add(found);
        }

        return [.. released.Distinct()];
    }
}
