using System.Text;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Pipeline.Visitors;

namespace Orleans.Ingest.Pipeline.Quarantine;

/// <summary>
/// Tells an address rule again without its address: 16 bits of a hash of the rule's text with the salt of the event's day, which is as secret as it is for user ids, and gone as soon. A key
/// that stands beside the mark would not do: there are few addresses, and the marks of a visitor's events, each with a key of its own, would together leave one of them. Of a site's other
/// rules (at most 30) one in some 65,000 has the same mark by chance: its event then stays dropped.
/// </summary>
public static class AddressMark
{
    /// <summary>The mark of a rule.</summary>
    /// <param name="salt">The salt of the event's day.</param>
    /// <param name="siteId">The rule's site: marks of two sites cannot be compared.</param>
    /// <param name="rule">The rule.</param>
    public static ushort Of(ReadOnlySpan<byte> salt, ulong siteId, AddressRange rule) =>
        unchecked((ushort)SipHash.Hash(salt, Encoding.UTF8.GetBytes(FormattableString.Invariant($"address rule {siteId} {rule}"))));
}
