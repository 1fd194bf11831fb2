using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Web.Access;
using Orleans.Ingest.Web.Events;
using Orleans.Ingest.Web.Sites;

namespace Orleans.Ingest.Web.Bulk;

/// <summary><c>POST /api/v1/events</c>: many events with their own times, addresses and ids, for servers and importers. Asks for the key.</summary>
internal static class BulkEndpoint
{
    private const int MostEvents = 10_000;
    private const int MostDomains = 100;

    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/events", PostAsync).AddEndpointFilter(AdminKeyFilter.CheckAsync).WithMetadata(new SiteKeysAllowed());

    private static async Task<IResult> PostAsync(HttpContext http, BulkIngestion ingestion, IIpClassifier classes, TimeProvider time, IOptions<WebOptions> options)
    {
        var access = AdminKeyFilter.AccessOf(http);
        var backdate = http.Request.Query["backdate"] == "true";
        if (backdate && access.SiteId is not null) return ApiErrors.Forbidden("events of any age are imported with the admin key, or with a key that is not one site's");

        // :: Step 1: the body
        var maxBytes = options.Value.MaxBulkBytes;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = maxBytes + 1L;
        var body = await RequestBody.ReadAsync(http.Request, maxBytes);
        if (body.IsTooLarge) return TooLarge($"should be at most {maxBytes} bytes, see Ingest:MaxBulkBytes");

        // :: Step 2: the events, each with all that is wrong with it
        var reading = new Reading(time.GetUtcNow().UtcDateTime, backdate, classes);
        if (body.Parse(reading, static (bytes, how) => how.Read(bytes)) is not { } events) return RequestJson.Unreadable();
        if (events.Count > MostEvents) return TooLarge($"should be at most {MostEvents} events");

        // :: Step 3: durable, dropped, or what else became of them
        await BulkAnswers.WriteAsync(http.Response, await ingestion.IngestAsync(events, access));
        return Results.Empty;
    }

    private static IResult TooLarge(string message) => ApiErrors.Answer(StatusCodes.Status413PayloadTooLarge, "request", message);

    private readonly record struct Reading(DateTime Now, bool Backdate, IIpClassifier Classes)
    {
        public List<BulkEvent>? Read(ReadOnlySpan<byte> body)
        {
            if (BulkBody.Split(body, MostEvents) is not { } ranges) return null;
            var events = new List<BulkEvent>(ranges.Count);
            foreach (var range in ranges) events.Add(Limited(BulkParser.Parse(body[range], Now, Backdate, Classes)));
            return events;
        }

        // Each domain may cost a look-up in the cluster.
        private static BulkEvent Limited(BulkEvent read) => read.Parsed.Request is { Domains.Length: > MostDomains }
            ? new(new(null, ValidationErrors.Of("domain", $"should be at most {MostDomains} domains")), null)
            : read;
    }
}
