using System.Collections.Immutable;
using System.Net;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>The peers whose headers are believed about the visitor's address (<c>Ingest:TrustedProxies</c>).</summary>
public sealed class TrustedProxies
{
    private const string Everyone = "*";

    /// <summary>Loopback and private ranges: what a reverse proxy on the same machine or network comes from.</summary>
    private const string DefaultRanges =
        "127.0.0.0/8,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,169.254.0.0/16,fc00::/7,fe80::/10";

    private readonly bool _everyone;
    private readonly ImmutableArray<AddressRange> _ranges;

    private TrustedProxies(bool everyone, ImmutableArray<AddressRange> ranges)
    {
        _everyone = everyone;
        _ranges = ranges;
    }

    /// <summary>Trusts loopback and private ranges.</summary>
    public static TrustedProxies Default { get; } = Parse(null);

    /// <summary>Reads the setting: addresses and ranges with commas between, <c>*</c> for everyone, nothing for <see cref="Default"/>.</summary>
    /// <exception cref="FormatException">A part is neither; the message says what to write.</exception>
    public static TrustedProxies Parse(string? setting)
    {
        var parts = (string.IsNullOrWhiteSpace(setting) ? DefaultRanges : setting)
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var ranges = ImmutableArray.CreateBuilder<AddressRange>(parts.Length);
        foreach (var part in parts)
        {
            if (part == Everyone)
                continue;

            if (!AddressRange.TryParse(part, out var range))
            {
                throw new FormatException(
                    $"Ingest:TrustedProxies holds \"{part}\", which is neither an address nor a range: write it as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32, with commas between, or * to believe everyone.");
            }

            ranges.Add(range);
        }

        return new(parts.Contains(Everyone), ranges.DrainToImmutable());
    }

    /// <summary>True when the peer's headers are believed.</summary>
    public bool Trusts(IPAddress peer)
    {
        if (_everyone)
            return true;

        foreach (var range in _ranges)
        {
            if (range.Contains(peer))
                return true;
        }

        return false;
    }
}
