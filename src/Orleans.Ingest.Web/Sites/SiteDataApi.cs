using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Contracts.Upkeep;

namespace Orleans.Ingest.Web.Sites;

/// <summary>
/// Stored data of a site: <c>DELETE …/data?from=2026-03-01&amp;to=2026-03-31</c>, whole days of the site's time zone, and <c>?user_id=</c> for one visitor.
/// Answered 202 at once: ClickHouse may take hours; <c>…/data/deletions</c> shows how far it is.
/// </summary>
internal static class SiteDataApi
{
    private const string DayRule = "must be a day such as 2026-03-31";

    public static void MapSiteData(this RouteGroupBuilder sites)
    {
        sites.MapDelete("{domain}/data", DeleteAsync);
        sites.MapGet("{domain}/data/deletions", ListAsync);
        sites.MapGet("{domain}/data/deletions/{id:long}", GetAsync);
    }

    private static async Task<IResult> DeleteAsync(string domain, HttpRequest request, IGrainFactory grains)
    {
        if (await SitesApi.FindAsync(domain, grains) is not var (_, site)) return ApiErrors.NoSuchSite();
        var (selection, fault) = Read(request.Query, site);
        if (selection is null) return fault!;
        var deletion = await grains.GetGrain<IUpkeepGrain>(0).DeleteAsync(selection);
        // Relative to the request's own path, which a proxy may have put elsewhere.
        request.HttpContext.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"data/deletions/{deletion.Id}");
        return Results.Json(DataDeletionAnswer.Of(deletion), ApiJson.Readable.DataDeletionAnswer, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ListAsync(string domain, IGrainFactory grains) => await SitesApi.FindAsync(domain, grains) is var (_, site)
        ? Results.Json(new DataDeletionListAnswer([.. (await OfAsync(site, grains)).Select(DataDeletionAnswer.Of)]), ApiJson.Readable.DataDeletionListAnswer)
        : ApiErrors.NoSuchSite();

    private static async Task<IResult> GetAsync(string domain, long id, IGrainFactory grains)
    {
        if (await SitesApi.FindAsync(domain, grains) is not var (_, site)) return ApiErrors.NoSuchSite();
        return (await OfAsync(site, grains)).FirstOrDefault(known => known.Id == id) is { } deletion
            ? Results.Json(DataDeletionAnswer.Of(deletion), ApiJson.Readable.DataDeletionAnswer)
            : ApiErrors.NotFound("id", "no deletion of this id; those that ended long ago are forgotten");
    }

    private static async Task<IEnumerable<DataDeletion>> OfAsync(SiteSettings site, IGrainFactory grains) => await grains.GetGrain<IUpkeepGrain>(0).ListAsync(site.Id);

    private static (DataSelection? Selection, IResult? Fault) Read(IQueryCollection query, SiteSettings site)
    {
        if (!TryRead(query["from"], out var from)) return (null, ApiErrors.Invalid("from", DayRule));
        if (!TryRead(query["to"], out var to)) return (null, ApiErrors.Invalid("to", DayRule));
        ulong? user = null;
        if (query["user_id"].ToString() is { Length: > 0 } text)
        {
            if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return (null, ApiErrors.Invalid("user_id", "must be a visitor's user_id as in the tables"));
            user = id;
        }

        // Half a range is likelier a slip than a wish to delete half of all there is.
        if (user is null && (from is null || to is null)) return (null, ApiErrors.Invalid(from is null ? "from" : "to", "is required: give from and to, or a user_id"));
        if (from > to) return (null, ApiErrors.Invalid("to", "must not be before from"));
        // A zone that this machine does not know any more: its days are those of UTC.
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(site.Timezone, out var known) ? known : TimeZoneInfo.Utc;
        return (new(site.Id, from is { } first ? Utc(first, zone) : null, to is { } last ? Utc(last.AddDays(1), zone) : null, user), null);
    }

    private static bool TryRead(string? text, out DateOnly? day)
    {
        day = null;
        if (string.IsNullOrEmpty(text)) return true;
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) || read.Year is < 1971 or > 2100) return false;
        day = read;
        return true;
    }

    private static DateTime Utc(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        // Where a clock change skips midnight, the day begins when it is over.
        while (zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(30);
        return TimeZoneInfo.ConvertTimeToUtc(midnight, zone);
    }
}
