using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Ingest.Contracts.Keys;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Web.Sites;

namespace Orleans.Ingest.Web.Keys;

/// <summary>Named keys: list, make, revoke. A key of one site may not.</summary>
internal static class KeysApi
{
    private const int MaxName = 100;
    private const string GoneSite = "(deleted site)";

    /// <summary>Adds the routes under <c>/api/v1/keys</c>.</summary>
    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/api/v1/keys");
        // First: who asks may have to be looked up, too.
        keys.AddEndpointFilter(UnavailableFilter.CheckAsync);
        keys.AddEndpointFilter(AdminKeyFilter.CheckAsync);
        keys.MapGet("", ListAsync);
        keys.MapPost("", CreateAsync);
        keys.MapDelete("{id:long}", RevokeAsync);
    }

    private static async Task<IResult> ListAsync(IGrainFactory grains)
    {
        var keys = await grains.GetGrain<IApiKeysGrain>(0).ListAsync();
        var domains = new Dictionary<ulong, string>();
        foreach (var site in keys.Select(key => key.SiteId).OfType<ulong>().Distinct())
            domains[site] = (await grains.GetGrain<ISiteHomeGrain>((long)site).GetAsync())?.Domain ?? GoneSite;
        return Results.Json(
            new KeyListAnswer([.. keys.Select(key => new KeyAnswer(key.Id, key.Name, key.SiteId is { } site ? domains[site] : null, key.CreatedAt))]),
            ApiJson.Readable.KeyListAnswer);
    }

    private static async Task<IResult> CreateAsync(HttpRequest request, IGrainFactory grains, ApiKeys known)
    {
        using var sent = await RequestJson.ReadAsync(request);
        if (sent is null) return RequestJson.Unreadable();
        var name = sent.Text("name")?.Trim();
        if (string.IsNullOrEmpty(name)) return ApiErrors.Invalid("name", "can't be blank");
        if (name.Length > MaxName) return ApiErrors.Invalid("name", $"should be at most {MaxName} character(s)");
        SiteSettings? site = null;
        if (sent["site"].ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            if (await SitesApi.FindAsync(sent.Text("site") ?? "", grains) is not var (_, found)) return ApiErrors.Invalid("site", "no site of this domain");
            site = found;
        }

        var secret = ApiKeys.NewSecret();
        if (await grains.GetGrain<IApiKeysGrain>(0).AddAsync(name, site?.Id, ApiKeys.HashOf(secret)) is not { } key) return ApiErrors.Invalid("name", "too many keys: revoke one that is not used");
        known.Forget();
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Json(new NewKeyAnswer(key.Id, key.Name, site?.Domain, key.CreatedAt, secret), ApiJson.Readable.NewKeyAnswer, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> RevokeAsync(long id, IGrainFactory grains, ApiKeys known)
    {
        if (!await grains.GetGrain<IApiKeysGrain>(0).RevokeAsync(id)) return ApiErrors.NotFound("id", "no key of this id");
        known.Forget();
        return Results.Json(new DeletedAnswer(true), ApiJson.Readable.DeletedAnswer);
    }
}
