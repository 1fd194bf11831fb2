namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>
/// A URL, cut at its marks and nothing else: any text has parts, since trackers also send <c>about:config</c>, paths and nonsense.
/// </summary>
internal readonly ref struct UrlParts
{
    private UrlParts(ReadOnlySpan<char> scheme, ReadOnlySpan<char> host, ReadOnlySpan<char> path, ReadOnlySpan<char> query, ReadOnlySpan<char> fragment)
    {
        Scheme = scheme;
        Host = host;
        Path = path;
        Query = query;
        Fragment = fragment;
    }

    /// <summary>As written, without its colon; empty when there is none.</summary>
    public ReadOnlySpan<char> Scheme { get; }
    /// <summary>As written, without user, port and the brackets of IPv6; empty when there is none.</summary>
    public ReadOnlySpan<char> Host { get; }
    /// <summary>As written; empty when there is none.</summary>
    public ReadOnlySpan<char> Path { get; }
    /// <summary>As written, without its question mark.</summary>
    public ReadOnlySpan<char> Query { get; }
    /// <summary>As written, without its hash.</summary>
    public ReadOnlySpan<char> Fragment { get; }

    /// <summary>Cuts a text at the marks of a URL.</summary>
    public static UrlParts Of(ReadOnlySpan<char> url)
    {
        var rest = url.Trim();
        var scheme = SchemeOf(rest);
        if (!scheme.IsEmpty)
            rest = rest[(scheme.Length + 1)..];

        var fragment = CutAt(ref rest, '#');
        var query = CutAt(ref rest, '?');
        if (!rest.StartsWith("//"))
            return new(scheme, [], rest, query, fragment);

        rest = rest[2..];
        var slash = rest.IndexOf('/');
        var authority = slash < 0 ? rest : rest[..slash];
        var path = slash < 0 ? [] : rest[slash..];
        return new(scheme, HostOf(authority), path, query, fragment);
    }

    /// <summary>A host without its leading <c>www.</c>, in any case.</summary>
    public static ReadOnlySpan<char> WithoutWww(ReadOnlySpan<char> host) =>
        host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? host[4..] : host;

    private static ReadOnlySpan<char> SchemeOf(ReadOnlySpan<char> url)
    {
        var colon = url.IndexOf(':');
        if (colon <= 0 || !char.IsAsciiLetter(url[0]))
            return [];

        foreach (var c in url[..colon])
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
                return [];
        }

        return url[..colon];
    }

    private static ReadOnlySpan<char> HostOf(ReadOnlySpan<char> authority)
    {
        var host = authority[(authority.LastIndexOf('@') + 1)..];
        if (host.StartsWith('[') && host.IndexOf(']') is > 0 and var bracket)
            return host[1..bracket];

        var colon = host.IndexOf(':');
        return (colon < 0 ? host : host[..colon]).Trim();
    }

    private static ReadOnlySpan<char> CutAt(scoped ref ReadOnlySpan<char> text, char mark)
    {
        var index = text.IndexOf(mark);
        if (index < 0)
            return [];

        var cut = text[(index + 1)..];
        text = text[..index];
        return cut;
    }
}
