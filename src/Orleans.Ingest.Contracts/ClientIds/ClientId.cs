using System.IO.Hashing;
using System.Text;

namespace Orleans.Ingest.Contracts.ClientIds;

/// <summary>A client's own id of an event, as 128 bits of its hash with the site: ids are of any length, and may tell something about a visitor.</summary>
/// <param name="High">The first half.</param>
/// <param name="Low">The second half.</param>
[GenerateSerializer, Immutable, Alias("ingest.ClientId")]
public readonly record struct ClientId([property: Id(0)] ulong High, [property: Id(1)] ulong Low)
{
    /// <summary>The id of an event for a site.</summary>
    /// <param name="siteId">The site.</param>
    /// <param name="text">The id as the client sent it.</param>
    public static ClientId Of(ulong siteId, string text)
    {
        var hash = XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(text), unchecked((long)siteId));
        return new((ulong)(hash >> 64), (ulong)hash);
    }
}
