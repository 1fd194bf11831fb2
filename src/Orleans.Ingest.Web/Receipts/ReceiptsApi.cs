using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Ingest.Contracts.Receipts;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Web.Sites;

namespace Orleans.Ingest.Web.Receipts;

/// <summary><c>GET /api/v1/receipts/{id}</c>: what became of the event that was answered with this receipt. Asks for the key; one of a site tells of that site's events.</summary>
internal static class ReceiptsApi
{
    public static void MapReceipts(this IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/receipts/{id}", GetAsync)
        .AddEndpointFilter(UnavailableFilter.CheckAsync).AddEndpointFilter(AdminKeyFilter.CheckAsync).WithMetadata(new Access.SiteKeysAllowed());

    private static async Task<IResult> GetAsync(string id, HttpContext http, ReceiptSeal seal, IGrainFactory grains)
    {
        if (!seal.TryRead(id, out var receipt)) return ApiErrors.NotFound("id", "no receipt of this service: give one of those in x-ingest-receipt, whole; a new admin key makes older ones unreadable");
        if (!AdminKeyFilter.AccessOf(http).Allows(receipt.SiteId)) return ApiErrors.OtherSite();
        return Results.Json(await AnswerAsync(receipt, grains), ApiJson.Sparse.ReceiptAnswer);
    }

    private static async Task<ReceiptAnswer> AnswerAsync(Receipt receipt, IGrainFactory grains)
    {
        if (receipt.Reason is { } reason) return new("dropped", reason.Text(), null, receipt.SiteId, receipt.At, null);
        var grain = grains.GetGrain<IReceiptGrain>(0);
        var found = receipt.Kind == ReceiptKind.Position ? await grain.FindAsync(receipt.Position) : await grain.FindBeforeAsync(receipt.At);
        var status = found.Status switch
        {
            ReceiptStatus.Pending => "pending",
            ReceiptStatus.Stored => "stored",
            ReceiptStatus.DeadLetter => "dead-letter",
            _ => "missing",
        };
        return new(status, found.Reason, found.Detail, receipt.SiteId, receipt.At, receipt.Position == 0 ? null : receipt.Position.ToString(CultureInfo.InvariantCulture));
    }
}
