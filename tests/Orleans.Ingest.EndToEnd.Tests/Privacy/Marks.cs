using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace Orleans.Ingest.EndToEnd.Tests.Privacy;

/// <summary>
/// Addresses and agents that nothing else has, and how each would look wherever it were kept: as text in any spelling, as a number, as bytes.
/// </summary>
internal static class Marks
{
    /// <summary>What may be kept, to see that a search finds what is there.</summary>
    public const string Path = "zq-kept-path";

    /// <summary>Begins all that is marked of an agent, and of what browsers and proxies send beside it.</summary>
    public const string Agent = "ZqMarked";

    /// <summary>A browser, by its names; no version of it is that of a browser that there is.</summary>
    public const string Browser = $"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.7777.77 Safari/537.36 {Agent}Agent/1.0";

    /// <summary>The prefix of all marked addresses; <see cref="AroundV4"/> has it within.</summary>
    private const string V4 = "198.51.100.";
    private const string V6 = "2001:db8:7c1f:e55::";

    /// <summary>A range for rules of owners, which may be kept: the addresses do not stand in it.</summary>
    public const string AroundV4 = "198.48.0.0/13";

    private static readonly byte[] _v6 = IPAddress.Parse($"{V6}0").GetAddressBytes()[..8];

    private static readonly SearchValues<string> _texts = SearchValues.Create(
        [
            Agent, "7777.77", "AppleWebKit/537.36", V4, "7c1f:e55", "7c1f:0e55", "c633:64",
            .. All().Select(address => BitConverter.ToUInt32([.. address.Reverse()]).ToString(CultureInfo.InvariantCulture)),
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>A marked IPv4 address.</summary>
    public static string V4Of(int number) => V4 + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A marked IPv6 address.</summary>
    public static string V6Of(int number) => V6 + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The first of all marks in a text, with what stands around it; null when there is none.</summary>
    public static string? In(string text)
    {
        const int Around = 200;
        var at = text.AsSpan().IndexOfAny(_texts);
        return at < 0 ? null : text[Math.Max(0, at - Around)..Math.Min(text.Length, at + Around)];
    }

    /// <summary>The same for a file or a value: as text or as bytes.</summary>
    /// <param name="bytes">Its content.</param>
    /// <param name="isPlain">Nothing in it is compressed. Four bytes are soon met by chance: only two addresses in one place count.</param>
    public static string? In(byte[] bytes, bool isPlain)
    {
        if (In(Encoding.Latin1.GetString(bytes)) is { } text) return text;
        if (bytes.AsSpan().IndexOf(_v6) >= 0) return "an IPv6 address in bytes";
        return isPlain && All().Count(address => bytes.AsSpan().IndexOf(address) >= 0 || bytes.AsSpan().IndexOf<byte>([.. address.Reverse()]) >= 0) > 1 ? "IPv4 addresses in bytes" : null;
    }

    private static IEnumerable<byte[]> All() => Enumerable.Range(1, MarkedTraffic.LastAddress).Select(number => IPAddress.Parse(V4Of(number)).GetAddressBytes());
}
