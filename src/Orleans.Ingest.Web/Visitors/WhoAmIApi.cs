using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Web.Access;
using Orleans.Ingest.Web.Events;
using Orleans.Ingest.Web.Sites;

namespace Orleans.Ingest.Web.Visitors;

/// <summary>
/// <c>GET /api/v1/whoami</c>: how the caller's address is found. Served wherever events are taken, so that it is asked the way a visitor comes; the hops, which name
/// proxies, are for who has a key.
/// </summary>
internal static class WhoAmIApi
{
    public static void MapWhoAmI(this IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/whoami", AnswerAsync).AddEndpointFilter(UnavailableFilter.CheckAsync);

    private static async Task<IResult> AnswerAsync(HttpContext http, VisitorResolver visitors, AdminAddresses admin)
    {
        http.Response.Headers.CacheControl = "no-store";
        // Where the API is not served no key is looked at: it could be tried there.
        var (access, refusal) = admin.Allows(http) ? await AdminKeyFilter.FindAsync(http) : default;
        if (refusal is not null) return refusal;
        var visitor = visitors.Resolve(http);
        var hops = access is null ? null : visitors.Trace(http, visitor).Select(hop => new WhoAmIHop(hop.Name, hop.Value, Text(hop.Verdict))).ToList();
        return Results.Json(
            new WhoAmIAnswer(visitor.Address?.ToString(), visitor.Source, Text(visitor.IpClass), visitor.Explain(), hops), ApiJson.Sparse.WhoAmIAnswer);
    }

    private static string Text(AddressHopVerdict verdict) => verdict switch
    {
        AddressHopVerdict.Used => "used",
        AddressHopVerdict.TrustedPeer => "trusted: its headers are believed",
        AddressHopVerdict.PeerNotTrusted => "not believed: the peer is not in Ingest:TrustedProxies",
        AddressHopVerdict.NotValid => "skipped: no address",
        _ => "not looked at: the address was found before",
    };

    private static string? Text(IpClass ipClass) => ipClass switch
    {
        IpClass.Datacentre => "dc_ip",
        IpClass.Threat => "threat_ip",
        IpClass.AnonymousVpn => "anonymous_vpn_ip",
        _ => null,
    };
}
