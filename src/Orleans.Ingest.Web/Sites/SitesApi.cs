using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Web.Access;
using Orleans.Ingest.Web.Quarantine;

namespace Orleans.Ingest.Web.Sites;

/// <summary>Sites: create, list, read, change, delete.</summary>
public static class SitesApi
{
    private const int ReadsAtOnce = 64;

    /// <summary>The largest integer that every JSON parser reads as it is.</summary>
    private const ulong MaxId = (1UL << 53) - 1;

    /// <summary>Adds the routes under <c>/api/v1/sites</c>, shields and goals included; all of them ask for the key.</summary>
    public static void MapSites(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var sites = routes.MapGroup("/api/v1/sites");
        // First: who asks may have to be looked up, too.
        sites.AddEndpointFilter(UnavailableFilter.CheckAsync);
        sites.AddEndpointFilter(AdminKeyFilter.CheckAsync);
        sites.MapPost("", CreateAsync);
        sites.MapGet("", ListAsync).WithMetadata(new SiteKeysAllowed());
        sites.MapGet("{domain}", GetAsync);
        sites.MapPut("{domain}", ChangeAsync);
        sites.MapDelete("{domain}", DeleteAsync);
        sites.MapShields();
        sites.MapGoals();
        sites.MapSiteData();
        sites.MapQuarantine();
    }

    private static async Task<IResult> CreateAsync(HttpRequest request, IGrainFactory grains)
    {
        using var sent = await RequestJson.ReadAsync(request);
        if (sent is null) return RequestJson.Unreadable();
        var domain = SiteDomain.Normalize(sent.Text("domain") ?? "");
        if (SiteDomain.Fault(domain) is { } fault) return ApiErrors.Invalid("domain", fault);
        var timezone = sent.Text("timezone");
        if (timezone is not null && !SiteChange.IsTimezone(timezone)) return ApiErrors.Invalid("timezone", "must be the name of a time zone such as Europe/Berlin");

        var chosen = sent["id"];
        if (chosen.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null)) return await CreateNumberedAsync(domain, timezone, chosen, grains);

        var site = await grains.GetGrain<ISiteDirectoryGrain>(0).CreateAsync(domain, timezone);
        return site is null ? ApiErrors.DomainTaken() : Answer(site, StatusCodes.Status201Created);
    }

    private static async Task<IResult> CreateNumberedAsync(string domain, string? timezone, JsonElement chosen, IGrainFactory grains)
    {
        if (chosen.ValueKind != JsonValueKind.Number || !chosen.TryGetUInt64(out var id) || id is 0 or > MaxId) return ApiErrors.Invalid("id", $"must be an integer from 1 to {MaxId}");
        var (site, leastId) = await grains.GetGrain<ISiteDirectoryGrain>(0).CreateNumberedAsync(domain, timezone, id);
        if (site is not null) return Answer(site, StatusCodes.Status201Created);
        return leastId > 0 ? ApiErrors.Invalid("id", $"must be at least {leastId}: no id is given twice, so sites with ids of your own are made in the order of their ids") : ApiErrors.DomainTaken();
    }

    private static async Task<IResult> ListAsync(HttpContext http, IGrainFactory grains)
    {
        var access = AdminKeyFilter.AccessOf(http);
        var sites = (await AllAsync(grains)).Where(site => access.Allows(site.Id)).Select(SiteAnswer.From).ToList();
        return Results.Json(new SiteListAnswer(sites), ApiJson.Readable.SiteListAnswer);
    }

    /// <summary>The settings of all sites, in the directory's order.</summary>
    internal static async Task<List<SiteSettings>> AllAsync(IGrainFactory grains)
    {
        var domains = await grains.GetGrain<ISiteDirectoryGrain>(0).ListAsync();
        var sites = new List<SiteSettings>(domains.Length);
        foreach (var some in domains.Chunk(ReadsAtOnce))
        {
            sites.AddRange((await Task.WhenAll(some.Select(domain => grains.GetGrain<ISiteGrain>(domain).GetAsync()))).OfType<SiteSettings>());
        }

        return sites;
    }

    private static async Task<IResult> GetAsync(string domain, IGrainFactory grains) =>
        await FindAsync(domain, grains) is var (_, site) ? Answer(site) : ApiErrors.NoSuchSite();

    private static async Task<IResult> ChangeAsync([FromRoute(Name = "domain")] string named, HttpRequest request, IGrainFactory grains)
    {
        if (await FindAsync(named, grains) is not var (_, site)) return ApiErrors.NoSuchSite();
        using var sent = await RequestJson.ReadAsync(request);
        if (sent is null) return RequestJson.Unreadable();
        var (changed, fault) = SiteChange.Apply(site, sent);
        if (fault is var (field, message)) return ApiErrors.Invalid(field, message);

        var domain = site.Domain;
        if (sent["domain"].ValueKind != JsonValueKind.Undefined)
        {
            domain = SiteDomain.Normalize(sent.Text("domain") ?? "");
            if (SiteDomain.Fault(domain) is { } domainFault) return ApiErrors.Invalid("domain", domainFault);
        }

        // The domain first: when it is taken, nothing has changed.
        if (domain != site.Domain && await RenameAsync(site.Domain, domain, grains) is { } refused) return refused;
        return await grains.GetGrain<ISiteGrain>(domain).PutAsync(changed) is { } now ? Answer(now) : ApiErrors.NoSuchSite();
    }

    private static async Task<IResult?> RenameAsync(string domain, string renamed, IGrainFactory grains) =>
        await grains.GetGrain<ISiteDirectoryGrain>(0).RenameAsync(domain, renamed) switch
        {
            RenameStatus.Renamed => null,
            RenameStatus.Taken => ApiErrors.DomainTaken(),
            _ => ApiErrors.NoSuchSite(),
        };

    private static async Task<IResult> DeleteAsync(string domain, IGrainFactory grains) =>
        await FindAsync(domain, grains) is var (_, site) && await grains.GetGrain<ISiteDirectoryGrain>(0).DeleteAsync(site.Domain)
            ? Results.Json(new DeletedAnswer(true), ApiJson.Readable.DeletedAnswer)
            : ApiErrors.NoSuchSite();

    /// <summary>The site that a route names; null when there is none.</summary>
    internal static async Task<(ISiteGrain Grain, SiteSettings Site)?> FindAsync(string domain, IGrainFactory grains)
    {
        // Routing leaves an encoded slash as it is, so that the path of a domain stays one segment.
        var name = SiteDomain.Normalize(domain.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));
        if (!SiteDomain.CanExist(name)) return null;
        var grain = grains.GetGrain<ISiteGrain>(name);
        return await grain.GetAsync() is { } site ? (grain, site) : null;
    }

    private static IResult Answer(SiteSettings site, int status = StatusCodes.Status200OK) =>
        Results.Json(SiteAnswer.From(site), ApiJson.Readable.SiteAnswer, statusCode: status);
}
