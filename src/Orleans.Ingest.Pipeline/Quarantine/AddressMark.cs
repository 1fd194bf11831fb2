using System.Buffers.Binary;
using System.Text;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Pipeline.Visitors;

namespace Orleans.Ingest.Pipeline.Quarantine;

/// <summary>
/// Tells an address rule again without its address: 16 bits of a keyed hash of the rule's text, with another key for each event. So many addresses share a mark that it names none, and marks
/// of two events cannot be compared. Of a site's other rules (at most 30) one in some 65,000 has the same mark by chance: its event then stays dropped.
/// </summary>
public static class AddressMark
{
    /// <summary>The mark of a rule.</summary>
    /// <param name="key">128 random bits, the event's own.</param>
    /// <param name="rule">The rule.</param>
    public static ushort Of(UInt128 key, AddressRange rule)
    {
        Span<byte> bytes = stackalloc byte[SipHash.KeyLength];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, key);
        return unchecked((ushort)SipHash.Hash(bytes, Encoding.UTF8.GetBytes(rule.ToString())));
    }
}
