using System.Net;
using Orleans.Ingest.Pipeline.Enrichment;

namespace Orleans.Ingest.Pipeline.Visitors;

/// <summary>The registrable domain of a host, by the public suffix list: <c>example.co.uk</c> of <c>blog.example.co.uk</c>.</summary>
public static class RootDomain
{
    private static readonly PublicSuffixRules Rules = PublicSuffixRules.Parse(DataTable.Lines("psl/rules.js"));

    /// <summary>The registrable domain; the hostname itself for an IP address, <c>(none)</c>, a public suffix, or a name without a dot.</summary>
    /// <param name="hostname">In Unicode or in punycode, as the URL has it.</param>
    public static string Of(string hostname)
    {
        if (!hostname.Contains('.', StringComparison.Ordinal) || IsAddress(hostname))
            return hostname;
        if (hostname.EndsWith('.'))
            return Of(hostname.TrimEnd('.'));

        var start = Rules.RegistrableStart(hostname);
        return start > 0 ? hostname[start..] : hostname;
    }

    private static bool IsAddress(string hostname) =>
        hostname.Contains(':', StringComparison.Ordinal)
        || (char.IsAsciiDigit(hostname[^1]) && IPAddress.TryParse(hostname, out _));
}
