using System.Collections.Immutable;
using System.Net;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>Finds the visitor's address in the headers that proxies set, as far as the peer may be believed.</summary>
public static class VisitorAddress
{
    /// <summary>Source of an address that no header gave.</summary>
    public const string Peer = "peer";

    /// <summary>Header with the class of the address.</summary>
    public const string IpClassHeader = "x-plausible-ip-type";

    /// <summary>The headers that may hold the address; the first valid one wins.</summary>
    public static readonly ImmutableArray<string> Headers =
        ["x-plausible-ip", "cf-connecting-ip", "b-forwarded-for", "x-forwarded-for", "forwarded"];

    /// <summary>Resolves the address of a request.</summary>
    /// <param name="peer">The other end of the connection; null when it has no address (a local socket), which is believed as loopback is.</param>
    /// <param name="proxies">The peers whose headers are believed.</param>
    /// <param name="headers">The request's headers.</param>
    public static ResolvedAddress Resolve<THeaders>(IPAddress? peer, TrustedProxies proxies, THeaders headers)
        where THeaders : IHeaderLookup
    {
        var plainPeer = peer is null ? null : AddressText.Plain(peer);
        var trusted = proxies.Trusts(plainPeer ?? IPAddress.Loopback);
        var (address, source) = (plainPeer, Peer);
        List<IgnoredHeader>? ignored = null;
        foreach (var name in Headers)
        {
            if (headers.Get(name) is not { Length: > 0 } value)
                continue;

            if (!trusted)
                (ignored ??= []).Add(new(name, IgnoredHeaderReason.PeerNotTrusted));
            else if ((object)source != Peer)
                (ignored ??= []).Add(new(name, IgnoredHeaderReason.AnotherGoesFirst));
            else if (TryRead(name, value, out var found))
                (address, source) = (found, name);
            else
                (ignored ??= []).Add(new(name, IgnoredHeaderReason.NotValid));
        }

        var ipClass = ClassOf(headers.Get(IpClassHeader), trusted, ref ignored);
        return new(address, source, ipClass, ignored is null ? [] : [.. ignored]);
    }

    private static IpClass ClassOf(string? value, bool trusted, ref List<IgnoredHeader>? ignored)
    {
        if (string.IsNullOrEmpty(value))
            return IpClass.None;

        if (!trusted)
        {
            (ignored ??= []).Add(new(IpClassHeader, IgnoredHeaderReason.PeerNotTrusted));
            return IpClass.None;
        }

        return value.AsSpan().Trim() switch
        {
            "dc_ip" => IpClass.Datacentre,
            "threat_ip" => IpClass.Threat,
            "anonymous_vpn_ip" => IpClass.AnonymousVpn,
            _ => IpClass.None,
        };
    }

    private static bool TryRead(string name, string value, out IPAddress address) => name switch
    {
        "x-forwarded-for" => TryFirstValid(value, out address),
        "forwarded" => TryForwarded(value, out address),
        _ => AddressText.TryParseWithPort(FirstPart(value), out address),
    };

    private static ReadOnlySpan<char> FirstPart(string value)
    {
        var comma = value.IndexOf(',');
        return comma < 0 ? value : value.AsSpan(0, comma);
    }

    private static bool TryFirstValid(ReadOnlySpan<char> value, out IPAddress address)
    {
        foreach (var range in value.Split(','))
        {
            if (AddressText.TryParseWithPort(value[range], out address))
                return true;
        }

        address = IPAddress.None;
        return false;
    }

    /// <summary>RFC 7239: <c>for=192.0.2.60;proto=http, for="[2001:db8::17]:4711"</c>.</summary>
    private static bool TryForwarded(ReadOnlySpan<char> value, out IPAddress address)
    {
        foreach (var range in value.SplitAny(',', ';'))
        {
            var pair = value[range].Trim();
            if (pair.StartsWith("for=", StringComparison.OrdinalIgnoreCase)
                && AddressText.TryParseWithPort(pair[4..].Trim().Trim('"'), out address))
            {
                return true;
            }
        }

        address = IPAddress.None;
        return false;
    }
}
