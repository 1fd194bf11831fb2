using System.Globalization;

namespace Orleans.Ingest.Contracts.Sessions;

/// <summary>Names a visitor of a site: the key of its grain and of its snapshot.</summary>
/// <param name="SiteId">The site's id in ClickHouse.</param>
/// <param name="UserId">The visitor's user id.</param>
public readonly record struct SessionKey(ulong SiteId, ulong UserId)
{
    /// <summary>The grain's key: both numbers in hexadecimal.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{SiteId:x}:{UserId:x}");

    /// <summary>Reads a grain's key.</summary>
    public static SessionKey Parse(ReadOnlySpan<char> key)
    {
        var colon = key.IndexOf(':');
        return new(
            ulong.Parse(key[..colon], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            ulong.Parse(key[(colon + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
