using System.Net.Sockets;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Server.Commands.Import;

/// <summary>
/// Tells whose events must stay in the order of the file: a number that is equal for all that the service may count as one visitor (the same address, or the same /64 of IPv6, and the
/// same user agent), and otherwise mostly another. Of this run alone.
/// </summary>
internal static class LineVisitor
{
    private const int PrefixBytes = 8;

    /// <summary>The number of an address and a user agent as a line has them; null for one that it does not have.</summary>
    public static int Of(string? address, string? userAgent)
    {
        var hash = default(HashCode);
        hash.Add(userAgent, StringComparer.Ordinal);
        if (address is not null && AddressText.TryParseWithPort(address, out var parsed))
        {
            var bytes = parsed.GetAddressBytes();
            hash.AddBytes(parsed.AddressFamily == AddressFamily.InterNetworkV6 ? bytes.AsSpan(0, PrefixBytes) : bytes);
        }

        return hash.ToHashCode();
    }
}
