using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Web.Access;
using Orleans.Ingest.Web.Events;
using Orleans.Ingest.Web.Sites;

namespace Orleans.Ingest.Web.Check;

/// <summary><c>POST /api/v1/check</c>: what would become of one event of the bulk endpoint, and why; nothing is stored. Asks for the key.</summary>
internal static class CheckEndpoint
{
    private const int MostDomains = 100;

    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/check", PostAsync).AddEndpointFilter(UnavailableFilter.CheckAsync).AddEndpointFilter(AdminKeyFilter.CheckAsync).WithMetadata(new SiteKeysAllowed());

    private static async Task<IResult> PostAsync(HttpContext http, EventCheck check, IGrainFactory grains, VisitorResolver visitors, IIpClassifier classes, TimeProvider time, IOptions<WebOptions> options)
    {
        // :: Step 1: the event, or all that is wrong with it
        var maxBytes = options.Value.MaxRequestBytes;
        var body = await RequestBody.ReadAsync(http.Request, maxBytes);
        if (body.IsTooLarge) return ApiErrors.Answer(StatusCodes.Status413PayloadTooLarge, "request", $"should be at most {maxBytes} bytes");
        var how = (Now: time.GetUtcNow().UtcDateTime, Backdate: http.Request.Query["backdate"] == "true", Classes: classes);
        var parsed = body.Parse(how, static (bytes, how) => BulkParser.Parse(bytes, how.Now, how.Backdate, how.Classes)).Parsed;
        if (parsed.Errors is { } errors) return new CheckErrors(errors);
        if (parsed.Request!.Domains.Length > MostDomains) return ApiErrors.Invalid("domain", $"should be at most {MostDomains} domains");

        if (!await AllowsAsync(AdminKeyFilter.AccessOf(http), parsed.Request.Domains, grains)) return ApiErrors.OtherSite();

        // :: Step 2: each domain
        var request = WithSender(parsed.Request, http, visitors);
        // Hints of another browser than the one that is asked about would say nothing true of it.
        var hints = parsed.Request.Context.UserAgent is null ? ClientHints.Read(new RequestHeaders(http.Request.Headers)) : null;
        var decisions = new List<CheckedDomain>(request.Domains.Length);
        foreach (var domain in request.Domains)
        {
            if (await check.CheckAsync(request, domain, hints) is not { } decision)
            {
                http.Response.Headers.RetryAfter = "1";
                return ApiErrors.Unavailable();
            }

            decisions.Add(decision);
        }

        return new CheckAnswer(decisions);
    }

    /// <summary>A key of one site asks about that site: its rules are nobody else's business.</summary>
    private static async Task<bool> AllowsAsync(ApiAccess access, ImmutableArray<string> domains, IGrainFactory grains)
    {
        if (access.SiteId is null) return true;
        foreach (var domain in domains)
        {
            if (!SiteDomain.CanExist(domain) || await SitesApi.FindAsync(domain, grains) is not var (_, site) || !access.Allows(site.Id)) return false;
        }

        return true;
    }

    /// <summary>What the event does not say of its visitor is the sender of this request: so one's own visit is checked without knowing one's address.</summary>
    private static IngestRequest WithSender(IngestRequest request, HttpContext http, VisitorResolver visitors)
    {
        var context = request.Context;
        if (context.Address is null && visitors.Resolve(http) is var sender) context = context with { Address = sender.Address, IpClass = sender.IpClass };
        if (context.UserAgent is null && http.Request.Headers.UserAgent is { Count: > 0 } agent) context = context with { UserAgent = agent.ToString() };
        return request with { Context = context with { OptedOut = http.Request.Headers["Sec-GPC"] == "1" || http.Request.Headers["DNT"] == "1" } };
    }
}
