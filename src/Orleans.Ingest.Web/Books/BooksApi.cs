using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Ingest.Contracts.Books;
using Orleans.Ingest.Web.Sites;

namespace Orleans.Ingest.Web.Books;

/// <summary>
/// <c>GET /api/v1/books</c>: what was received, stored and dropped, by site, and whether ClickHouse holds it. <c>GET /api/v1/sites/{domain}/books</c>: the same of one site by minute.
/// Both take <c>from</c> and <c>to</c> (ISO 8601, UTC unless they say another offset; by default the last 24 hours).
/// </summary>
internal static class BooksApi
{
    private static readonly TimeSpan Usual = TimeSpan.FromDays(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    public static void MapBooks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/books", ReadAllAsync).AddEndpointFilter(UnavailableFilter.CheckAsync).AddEndpointFilter(AdminKeyFilter.CheckAsync);
        routes.MapGet("/api/v1/sites/{domain}/books", ReadOneAsync).AddEndpointFilter(UnavailableFilter.CheckAsync).AddEndpointFilter(AdminKeyFilter.CheckAsync);
    }

    private static async Task<IResult> ReadAllAsync(HttpRequest request, IGrainFactory grains, TimeProvider time)
    {
        var (from, until, fault) = RangeOf(request, time);
        if (fault is not null) return fault;
        var page = await grains.GetGrain<IBooksGrain>(0).ReadAsync(from, until, site: null);
        return Answer(page, from, until, (await SitesApi.AllAsync(grains)).ToDictionary(site => site.Id, site => site.Domain), site: null);
    }

    private static async Task<IResult> ReadOneAsync(string domain, HttpRequest request, IGrainFactory grains, TimeProvider time)
    {
        if (await SitesApi.FindAsync(domain, grains) is not var (_, site)) return ApiErrors.NoSuchSite();
        var (from, until, fault) = RangeOf(request, time);
        if (fault is not null) return fault;
        var page = await grains.GetGrain<IBooksGrain>(0).ReadAsync(from, until, site.Id);
        return Answer(page, from, until, new Dictionary<ulong, string> { [site.Id] = site.Domain }, site.Id);
    }

    private static IResult Answer(BookPage page, DateTime from, DateTime until, IReadOnlyDictionary<ulong, string> domains, ulong? site)
    {
        var state = page.State;
        return Results.Json(
            new BooksAnswer(
                from,
                until,
                state.CheckedUntil,
                [.. state.Off.Where(one => site is null || one.SiteId == site).Select(one => new BooksOffAnswer(one.SiteId, domains.GetValueOrDefault(one.SiteId), one.Minute, one.OfSessions ? "sessions" : "events", one.Counted, one.Stored))],
                page.Lines is null ? "ClickHouse does not answer: what was counted is shown when it does." : state.Problem,
                state.PendingSince is { } since ? new(since, state.PendingBytes) : null,
                state.DeadLetterGroups,
                site is null ? BookTotals.BySite(page.Lines ?? [], domains) : null,
                site is null ? null : BookTotals.ByMinute(page.Lines ?? [])),
            ApiJson.Sparse.BooksAnswer);
    }

    private static (DateTime From, DateTime Until, IResult? Fault) RangeOf(HttpRequest request, TimeProvider time)
    {
        var now = time.GetUtcNow();
        if (Moment(request, "to", now.AddMinutes(1)) is not { } until) return (default, default, Unreadable("to"));
        if (Moment(request, "from", until - Usual) is not { } from) return (default, default, Unreadable("from"));
        if (until <= from) return (default, default, ApiErrors.Invalid("to", "must be later than from"));
        return until - from > Longest ? (default, default, ApiErrors.Invalid("from", "must be at most 31 days before to")) : (Minute(from), Minute(until), null);
    }

    private static IResult Unreadable(string field) => ApiErrors.Invalid(field, "must be a time such as 2026-03-01T12:00:00Z");

    private static DateTimeOffset? Moment(HttpRequest request, string field, DateTimeOffset otherwise)
    {
        if (request.Query[field] is not [{ Length: > 0 } text]) return request.Query[field].Count == 0 ? otherwise : null;
        // Years before 1970 and after 2105 are no times of ClickHouse's DateTime.
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) && moment.UtcDateTime.Year is >= 1971 and <= 2105 ? moment : null;
    }

    private static DateTime Minute(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMinute), DateTimeKind.Utc);
}
