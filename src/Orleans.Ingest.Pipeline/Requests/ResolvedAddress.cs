using System.Collections.Immutable;
using System.Net;
using System.Text;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>A visitor's address, and how it was found.</summary>
/// <param name="Address">The address; null when the transport has none and no header was believed.</param>
/// <param name="Source">Name of the header it came from, or <see cref="VisitorAddress.Peer"/>.</param>
/// <param name="IpClass">Its class, when a trusted peer names one.</param>
/// <param name="Ignored">The headers that were there and not used.</param>
public readonly record struct ResolvedAddress(IPAddress? Address, string Source, IpClass IpClass, ImmutableArray<IgnoredHeader> Ignored)
{
    /// <summary>Some header was not believed since the peer is not a trusted proxy: to be counted, and warned of once.</summary>
    public bool HeadersDistrusted => Ignored.Any(static header => header.Reason == IgnoredHeaderReason.PeerNotTrusted);

    /// <summary>Source and unused headers as a sentence, without any address: the second line of the answer to <c>X-Debug-Request</c>.</summary>
    public string Explain()
    {
        var text = new StringBuilder("from ").Append(Source);
        foreach (var (name, reason) in Ignored)
        {
            text.Append("; ").Append(name).Append(reason switch
            {
                IgnoredHeaderReason.PeerNotTrusted => " not believed: the peer is not in Ingest:TrustedProxies",
                IgnoredHeaderReason.NotValid => " skipped: it holds nothing valid",
                _ => $" not used: {Source} goes first",
            });
        }

        return text.ToString();
    }

    /// <summary>Without the address, so that no log can hold it.</summary>
    public override string ToString() => Explain();
}
