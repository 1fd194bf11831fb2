using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Ingest.Contracts.Sites;

namespace Orleans.Ingest.Web.Sites;

/// <summary>Shield rules of a site, a kind at a time: list, add, remove.</summary>
internal static class ShieldsApi
{
    public static void MapShields(this RouteGroupBuilder sites)
    {
        sites.MapGet("{domain}/shields/{kind}", ListAsync);
        sites.MapPost("{domain}/shields/{kind}", AddAsync);
        sites.MapDelete("{domain}/shields/{kind}/{id:long}", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(string domain, string kind, IGrainFactory grains)
    {
        if (Kind(kind) is not { } shield) return NoSuchKind();
        if (await SitesApi.FindAsync(domain, grains) is not var (_, site)) return ApiErrors.NoSuchSite();
        return Results.Json(
            new ShieldListAnswer([.. site.Shields.Where(rule => rule.Kind == shield).Select(Answer)]),
            ApiJson.Readable.ShieldListAnswer);
    }

    private static async Task<IResult> AddAsync(string domain, string kind, HttpRequest request, IGrainFactory grains)
    {
        if (Kind(kind) is not { } shield) return NoSuchKind();
        if (await SitesApi.FindAsync(domain, grains) is not var (grain, _)) return ApiErrors.NoSuchSite();
        using var sent = await RequestJson.ReadAsync(request);
        if (sent is null) return RequestJson.Unreadable();
        return await grain.AddShieldAsync(shield, sent.Text("value")) switch
        {
            null => ApiErrors.NoSuchSite(),
            { Rule: { } rule } => Results.Json(Answer(rule), ApiJson.Readable.ShieldAnswer, statusCode: StatusCodes.Status201Created),
            var refused => ApiErrors.Invalid("value", refused.Error!),
        };
    }

    private static async Task<IResult> RemoveAsync(string domain, string kind, long id, IGrainFactory grains)
    {
        if (Kind(kind) is not { } shield) return NoSuchKind();
        if (await SitesApi.FindAsync(domain, grains) is not var (grain, _)) return ApiErrors.NoSuchSite();
        return await grain.RemoveShieldAsync(shield, id)
            ? Results.Json(new DeletedAnswer(true), ApiJson.Readable.DeletedAnswer)
            : ApiErrors.NotFound("id", "no rule of this kind and id");
    }

    private static ShieldKind? Kind(string text) => text switch
    {
        "hostname" => ShieldKind.Hostname,
        "page" => ShieldKind.Page,
        "ip" => ShieldKind.Ip,
        "country" => ShieldKind.Country,
        _ => null,
    };

    private static IResult NoSuchKind() => ApiErrors.NotFound("kind", "must be one of hostname, page, ip, country");

    private static ShieldAnswer Answer(ShieldRule rule) => new(rule.Id, rule.Value);
}
