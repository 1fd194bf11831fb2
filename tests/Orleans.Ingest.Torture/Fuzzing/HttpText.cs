using System.Globalization;
using System.Text;

namespace Orleans.Ingest.Torture.Fuzzing;

/// <summary>Frames a body as an HTTP/1.1 request: mostly as clients do, sometimes in chunks, slowly, with absurd headers, or broken.</summary>
internal sealed class HttpText(Random random)
{
    private static readonly string[] _oddHeaders =
    [
        "X-Forwarded-For: unknown, , 999.1.1.1, ::ffff:1.2.3.4", "Forwarded: for=\"[2001:db8::1\";;for=_x", "X-Plausible-IP: \t", "CF-Connecting-IP: 1.2.3.4, 5.6.7.8", "Content-Type: application/x-www-form-urlencoded; boundary=\"",
        "Content-Type: \xC3\x28", "Accept-Encoding: gzip;q=1.5, *;q=nan", "Cookie: \xFF\xFE=\xF0\x28\x8C\x28", "Referer: http://\xE2\x82", "X-Plausible-IP-Type: dc_ip", "Content-Encoding: gzip", "Origin: null", "DNT: 1", "Sec-GPC: 2",
        "X-Debug-Request: yes", "Authorization: Bearer", "Authorization: Basic !!!", "traceparent: 00-00000000000000000000000000000000-0000000000000000-ff", "traceparent: 00-zz", "tracestate: =,=,=", "baggage: a=%zz;;;,", "Upgrade: websocket",
        "Range: bytes=-1", "If-None-Match: \"", "X-HTTP-Method-Override: DELETE", "Host: other", "Expect: 200-ok",
    ];

    private static readonly string[] _brokenHeaders =
    [
        "Content-Length: -1", "Content-Length: 99999999999999999999", "Content-Length: 5, 6", "Transfer-Encoding: chunked, identity", "Transfer-Encoding: \vchunked", "no colon", ": no name", "Sp ace: x", "Nul: a\0b", " folded", "Cr: a\rb",
    ];

    /// <summary>A request with all that belongs to it.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="path">Path and query as sent.</param>
    /// <param name="headers">Header lines that it must have.</param>
    /// <param name="body">Its body.</param>
    public FuzzRequest Frame(string method, string path, IReadOnlyList<string> headers, byte[] body)
    {
        var head = new StringBuilder($"{method} {path} HTTP/1.1\r\nHost: localhost\r\n");
        foreach (var header in headers) head.Append(header).Append("\r\n");
        var kind = random.Next(100);
        if (kind < 12) head.Append(_oddHeaders[random.Next(_oddHeaders.Length)]).Append("\r\n");
        if (kind == 12) head.Append(CultureInfo.InvariantCulture, $"X-Long: {new string('x', random.Next(100, 40_000))}\r\n");
        if (kind == 13) Many(head, random.Next(2, 150));
        if (kind == 14) return Broken(head, body);
        if (kind == 15) return Pieces(Latin1(head), Chunked(body), body);
        var text = Latin1(head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n"));
        return kind == 16 ? Slow(text, body) : new([[.. text, .. body]], body);
    }

    private static FuzzRequest Pieces(byte[] head, byte[] chunks, byte[] body) => new([[.. head, .. "Transfer-Encoding: chunked\r\n\r\n"u8], chunks], body);

    private static byte[] Latin1(StringBuilder head) => Encoding.Latin1.GetBytes(head.ToString());

    private static void Many(StringBuilder head, int count)
    {
        for (var i = 0; i < count; i++) head.Append(CultureInfo.InvariantCulture, $"X-Many-{i}: {i}\r\n");
    }

    /// <summary>What follows cannot be told apart from the next request, so the client says that there is none.</summary>
    private FuzzRequest Broken(StringBuilder head, byte[] body)
    {
        head.Append("Connection: close\r\n");
        switch (random.Next(4))
        {
            case 0:
                // Less than there is: the rest is read as another request, which it is not.
                var less = body.Length / 2;
                return new([[.. Latin1(head.Append(CultureInfo.InvariantCulture, $"Content-Length: {less}\r\n\r\n")), .. body]], body[..less]);
            case 1:
                return new([[.. Latin1(head.Append("Transfer-Encoding: chunked\r\n\r\n")), .. "zz\r\n"u8, .. body]], []);
            case 2:
                // Empty lines alone are no request yet: the server may wait for one.
                return new([[.. "?"u8, .. NastyJson.Noise(random), .. "\r\n\r\n"u8]], []);
            default:
                return new([[.. Latin1(head.Append(_brokenHeaders[random.Next(_brokenHeaders.Length)]).Append("\r\n\r\n")), .. body]], []);
        }
    }

    private FuzzRequest Slow(byte[] head, byte[] body)
    {
        var pieces = new List<byte[]>();
        byte[] all = [.. head, .. body];
        var size = Math.Max(1, all.Length / random.Next(2, 8));
        for (var at = 0; at < all.Length; at += size) pieces.Add(all[at..Math.Min(at + size, all.Length)]);
        return new(pieces, body);
    }

    private byte[] Chunked(byte[] body)
    {
        var chunks = new List<byte>();
        for (var at = 0; at < body.Length;)
        {
            var size = Math.Min(random.Next(1, 200), body.Length - at);
            chunks.AddRange(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{size:x}{(random.Next(5) == 0 ? ";a=b" : "")}\r\n")));
            chunks.AddRange(body[at..(at + size)]);
            chunks.AddRange("\r\n"u8);
            at += size;
        }

        chunks.AddRange("0\r\n\r\n"u8);
        return [.. chunks];
    }
}
