using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>An address, or a range in CIDR notation. Bits beyond the prefix are cleared: <c>10.1.2.3/8</c> is <c>10.0.0.0/8</c>.</summary>
public readonly record struct AddressRange
{
    private const int MappedPrefix = 96;
    private readonly UInt128 _network;
    private readonly UInt128 _mask;

    private AddressRange(UInt128 address, int prefix)
    {
        _mask = prefix == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - prefix);
        _network = address & _mask;
    }

    /// <summary>Reads an address or a range.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out AddressRange range)
    {
        range = default;
        text = text.Trim();
        var slash = text.IndexOf('/');
        if (!AddressText.TryParse(slash < 0 ? text : text[..slash], out var address))
            return false;

        // IPv4 is held as its mapped IPv6, so that one comparison serves both.
        var isIPv4 = address.AddressFamily == AddressFamily.InterNetwork;
        var prefix = isIPv4 ? 32 : 128;
        if (slash >= 0 && !TryPrefix(text[(slash + 1)..], prefix, out prefix))
            return false;

        range = new(Number(address), isIPv4 ? prefix + MappedPrefix : prefix);
        return true;
    }

    /// <summary>The lowest address of the range as a number.</summary>
    internal UInt128 First => _network;

    /// <summary>The highest address of the range as a number.</summary>
    internal UInt128 Last => _network | ~_mask;

    /// <summary>True when the address lies in the range.</summary>
    public bool Contains(IPAddress address) => (Number(address) & _mask) == _network;

    /// <summary>The range as it is best written: without a prefix when it is one address.</summary>
    public override string ToString()
    {
        var prefix = (int)UInt128.PopCount(_mask);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _network);
        var address = new IPAddress(bytes);
        if (address.IsIPv4MappedToIPv6 && prefix >= MappedPrefix)
            return prefix == 128 ? $"{address.MapToIPv4()}" : $"{address.MapToIPv4()}/{prefix - MappedPrefix}";

        return prefix == 128 ? $"{address}" : $"{address}/{prefix}";
    }

    private static bool TryPrefix(ReadOnlySpan<char> text, int max, out int prefix) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, null, out prefix) && prefix <= max;

    /// <summary>The address as ranges compare it.</summary>
    internal static UInt128 Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            bytes.Clear();
            bytes[10] = bytes[11] = 0xff;
            address.TryWriteBytes(bytes[12..], out _);
        }
        else
        {
            address.TryWriteBytes(bytes, out _);
        }

        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
