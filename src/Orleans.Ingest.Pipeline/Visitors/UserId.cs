using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orleans.Ingest.Pipeline.Visitors;

/// <summary>Names a visitor of a site for a day, without a cookie and without a way back: a keyed hash whose key is thrown away.</summary>
public static class UserId
{
    private const int OnStack = 1024;
    private const int Prefix64Bytes = 8;

    /// <summary>
    /// The user id under each salt: over user agent, address, domain as sent and root domain, one after the other.
    /// An id of 0 stands for a salt that is not there.
    /// </summary>
    /// <param name="userAgent">The user agent, or null.</param>
    /// <param name="address">The address, or null.</param>
    /// <param name="hashIpv6ByPrefix">Take the first 64 bits of IPv6 addresses only.</param>
    /// <param name="domain">The site's domain as sent.</param>
    /// <param name="rootDomain">Root domain of the page's host.</param>
    /// <param name="salts">The salts.</param>
    public static (ulong Current, ulong Previous) Of(
        string? userAgent, IPAddress? address, bool hashIpv6ByPrefix, string domain, string rootDomain, VisitorSalts salts)
    {
        var length = Encoding.UTF8.GetMaxByteCount((userAgent?.Length ?? 0) + domain.Length + rootDomain.Length) + 64;
        byte[]? rented = null;
        var message = length <= OnStack ? stackalloc byte[OnStack] : rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var used = Encoding.UTF8.GetBytes(userAgent, message);
            used += WriteAddress(address, hashIpv6ByPrefix, message[used..]);
            used += Encoding.UTF8.GetBytes(domain, message[used..]);
            used += Encoding.UTF8.GetBytes(rootDomain, message[used..]);
            return (Hash(salts.Current.Span, message[..used]), Hash(salts.Previous.Span, message[..used]));
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    private static ulong Hash(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> message) => salt.IsEmpty ? 0 : SipHash.Hash(salt, message);

    private static int WriteAddress(IPAddress? address, bool byPrefix, Span<byte> target)
    {
        if (address is null)
            return 0;

        if (byPrefix && address.AddressFamily == AddressFamily.InterNetworkV6)
            address = FirstHalf(address);

        address.TryFormat(target, out var written);
        return written;
    }

    private static IPAddress FirstHalf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[Prefix64Bytes..].Clear();
        return new IPAddress(bytes);
    }
}
