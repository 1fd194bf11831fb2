using System.Net;
using System.Net.Sockets;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>Reads addresses as headers and rules write them. <see cref="IPAddress"/> itself also takes <c>1</c>, <c>0x7f.1</c> and scope ids.</summary>
public static class AddressText
{
    /// <summary>Reads a full address and nothing else: four decimal numbers, or IPv6 without brackets, port or scope.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IPAddress address)
    {
        address = IPAddress.None;
        if (!IsFull(text) || !IPAddress.TryParse(text, out var parsed))
            return false;

        address = Plain(parsed);
        return true;
    }

    /// <summary>Reads an address that may have a port, and brackets when it is IPv6: <c>1.2.3.4:99</c>, <c>[2001:db8::1]:99</c>.</summary>
    public static bool TryParseWithPort(ReadOnlySpan<char> text, out IPAddress address)
    {
        text = text.Trim();
        if (text.StartsWith('['))
        {
            var bracket = text.IndexOf(']');
            text = bracket < 0 ? text[1..] : text[1..bracket];
        }
        else if (text.IndexOf(':') is > 0 and var colon && text[..colon].Contains('.'))
        {
            text = text[..colon];
        }

        return TryParse(text, out address);
    }

    /// <summary>The same address in the form in which it is hashed and compared: IPv4 out of its IPv6 wrapping, IPv6 without a scope.</summary>
    public static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();

        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.ScopeId == 0)
            return address;

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return new IPAddress(bytes);
    }

    private static bool IsFull(ReadOnlySpan<char> text)
    {
        if (text.Contains(':'))
        {
            foreach (var c in text)
            {
                if (!char.IsAsciiHexDigit(c) && c is not (':' or '.'))
                    return false;
            }

            return true;
        }

        // The range holds the slash as well, which no address passes with.
        return text.Count('.') == 3 && !text.ContainsAnyExceptInRange('.', '9') && !HasLeadingZero(text);
    }

    /// <summary>A number like <c>010</c> would be read as octal.</summary>
    private static bool HasLeadingZero(ReadOnlySpan<char> text)
    {
        foreach (var range in text.Split('.'))
        {
            if (text[range] is ['0', _, ..])
                return true;
        }

        return false;
    }
}
