using System.Collections.Immutable;
using System.Net;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>Shows, hop by hop, how <see cref="VisitorAddress.Resolve"/> has found an address: its own answer, taken apart.</summary>
public static class AddressTrace
{
    private const int MostParts = 50;

    /// <summary>The peer, then each header that is there, in the order in which they are asked.</summary>
    public static ImmutableArray<AddressHop> Of<THeaders>(IPAddress? peer, in ResolvedAddress resolved, THeaders headers)
        where THeaders : IHeaderLookup
    {
        var hops = ImmutableArray.CreateBuilder<AddressHop>();
        var usesPeer = resolved.Source == VisitorAddress.Peer;
        var isTrusted = !resolved.HeadersDistrusted;
        hops.Add(new(VisitorAddress.Peer, peer is null ? null : AddressText.Plain(peer).ToString(), usesPeer ? AddressHopVerdict.Used : AddressHopVerdict.TrustedPeer));
        foreach (var name in VisitorAddress.Headers)
        {
            if (headers.Get(name) is not { Length: > 0 } value) continue;
            var isUsed = name == resolved.Source;
            var found = false;
            foreach (var part in value.Split(',', MostParts, StringSplitOptions.TrimEntries))
            {
                var verdict = !isTrusted ? AddressHopVerdict.PeerNotTrusted
                    : found || (!isUsed && resolved.Ignored.Any(header => header.Name == name && header.Reason == IgnoredHeaderReason.AnotherGoesFirst)) ? AddressHopVerdict.AnotherGoesFirst
                    : isUsed && IsAddress(name, part, resolved.Address) ? AddressHopVerdict.Used
                    : AddressHopVerdict.NotValid;
                found |= verdict == AddressHopVerdict.Used;
                hops.Add(new(name, part, verdict));
            }
        }

        return hops.ToImmutable();
    }

    private static bool IsAddress(string name, string part, IPAddress? address)
    {
        if (name != "forwarded") return AddressText.TryParseWithPort(part, out var found) && found.Equals(address);
        foreach (var pair in part.Split(';', StringSplitOptions.TrimEntries))
        {
            if (pair.StartsWith("for=", StringComparison.OrdinalIgnoreCase) && AddressText.TryParseWithPort(pair[4..].Trim().Trim('"'), out var found) && found.Equals(address)) return true;
        }

        return false;
    }
}
