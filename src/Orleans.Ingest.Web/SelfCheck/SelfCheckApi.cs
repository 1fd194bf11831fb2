using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Ingest.Web.Sites;

namespace Orleans.Ingest.Web.SelfCheck;

/// <summary><c>GET /api/v1/system/selfcheck</c>: what is wrong, and how to mend it.</summary>
internal static class SelfCheckApi
{
    private static readonly string[] Worst = ["error", "warn"];

    public static void MapSelfCheck(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/system/selfcheck", CheckAsync).AddEndpointFilter(UnavailableFilter.CheckAsync).AddEndpointFilter(AdminKeyFilter.CheckAsync);

    private static async Task<IResult> CheckAsync(Inspector inspector)
    {
        var checks = await inspector.InspectAsync();
        var worst = Array.Find(Worst, status => checks.Exists(check => check.Status == status)) ?? "ok";
        return Results.Json(new CheckListAnswer(worst, checks), ApiJson.Readable.CheckListAnswer);
    }
}
