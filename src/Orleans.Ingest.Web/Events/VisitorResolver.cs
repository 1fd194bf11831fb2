using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Web.Visitors;

namespace Orleans.Ingest.Web.Events;

/// <summary>Finds a visitor's address and its class: the peer's, or what a peer that is trusted says of it.</summary>
internal sealed partial class VisitorResolver(IOptions<WebOptions> options, IIpClassifier classes, VisitorWatch watch, WebMetrics metrics, ILogger<VisitorResolver> logger)
{
    private readonly TrustedProxies _proxies = TrustedProxies.Parse(options.Value.TrustedProxies);
    private long _distrusted;

    /// <summary>Requests whose headers about the visitor's address were not believed, since the start.</summary>
    public long Distrusted => Volatile.Read(ref _distrusted);

    /// <summary>The visitor of a request.</summary>
    public ResolvedAddress Resolve(HttpContext http)
    {
        var peer = Peer(http);
        var visitor = VisitorAddress.Resolve(peer, _proxies, new RequestHeaders(http.Request.Headers));
        if (!visitor.Ignored.IsEmpty && visitor.HeadersDistrusted) Warn(peer);
        return visitor.IpClass == IpClass.None ? visitor with { IpClass = classes.ClassOf(visitor.Address) } : visitor;
    }

    /// <summary>How a request's visitor was found, hop by hop.</summary>
    public ImmutableArray<AddressHop> Trace(HttpContext http, in ResolvedAddress visitor) =>
        AddressTrace.Of(Peer(http), visitor, new RequestHeaders(http.Request.Headers));

    // The connection's own peer: HttpContext.Connection shows what the forwarded headers middleware
    // (ASPNETCORE_FORWARDEDHEADERS_ENABLED) made of it, which anyone may have sent.
    private static IPAddress? Peer(HttpContext http) => http.Features.Get<IConnectionEndPointFeature>() switch
    {
        { RemoteEndPoint: IPEndPoint peer } => peer.Address,
        // A Unix socket has no address.
        { RemoteEndPoint: not null } => null,
        _ => http.Connection.RemoteIpAddress,
    };

    private void Warn(IPAddress? peer)
    {
        watch.Distrusted(peer);
        metrics.IgnoredHeaders();
        if (Interlocked.Increment(ref _distrusted) == 1) Log.HeadersIgnored(logger);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A request carried a header about the visitor's address, but its peer is not in Ingest:TrustedProxies: the header was ignored and the peer taken for the visitor. If the peer is your proxy or backend, add it there; all its visitors count as one until then. Said once, counted as ingest.requests.untrusted_headers.")]
        public static partial void HeadersIgnored(ILogger logger);
    }
}
