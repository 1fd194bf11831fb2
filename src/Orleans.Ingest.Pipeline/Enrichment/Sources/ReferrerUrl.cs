using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Pipeline.Enrichment.Sources;

/// <summary>The parts of a referrer that count, as spans of it. Only http, https and android-app referrers with a host are one.</summary>
internal readonly ref struct ReferrerUrl
{
    /// <summary>How an app's referrer begins; kept in what is stored, so that an app is never taken for a site.</summary>
    public const string AppPrefix = "android-app://";

    private ReferrerUrl(ReadOnlySpan<char> host, ReadOnlySpan<char> path, bool isApp)
    {
        Host = host;
        Path = path;
        IsApp = isApp;
    }

    /// <summary>Without <c>www.</c>, user, port and brackets; letter case as sent. Of an app: its id.</summary>
    public ReadOnlySpan<char> Host { get; }

    /// <summary>Without trailing slashes, query and fragment; empty or beginning with a slash.</summary>
    public ReadOnlySpan<char> Path { get; }

    /// <summary>The referrer is an Android app, not a page.</summary>
    public bool IsApp { get; }

    /// <summary>False for anything malformed, without a host, or of another scheme.</summary>
    public static bool TryParse(string? referrer, out ReferrerUrl url)
    {
        url = default;
        var rest = referrer.AsSpan().Trim();
        var isApp = false;
        if (rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            rest = rest["https://".Length..];
        else if (rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            rest = rest["http://".Length..];
        else if (isApp = rest.StartsWith(AppPrefix, StringComparison.OrdinalIgnoreCase))
            rest = rest[AppPrefix.Length..];
        else
            return false;

        var end = rest.IndexOfAny('/', '?', '#');
        var authority = end < 0 ? rest : rest[..end];
        if (!TryHost(authority, out var host))
            return false;

        var path = end < 0 ? [] : rest[end..];
        var pathEnd = path.IndexOfAny('?', '#');
        if (pathEnd >= 0)
            path = path[..pathEnd];

        url = new(host, path.TrimEnd('/'), isApp);
        return true;
    }

    private static bool TryHost(ReadOnlySpan<char> authority, out ReadOnlySpan<char> host)
    {
        host = authority[(authority.LastIndexOf('@') + 1)..];
        if (host.StartsWith("["))
        {
            var close = host.IndexOf(']');
            if (close < 0 || !IsPortOrNothing(host[(close + 1)..]))
                return false;
            host = host[1..close];
        }
        else if (host.IndexOf(':') is var colon and >= 0)
        {
            if (!IsPortOrNothing(host[colon..]))
                return false;
            host = host[..colon];
        }

        if (host.EndsWith("."))
            host = host[..^1];
        host = UrlParts.WithoutWww(host);
        return !host.IsEmpty && !HasForbiddenCharacter(host);
    }

    private static bool IsPortOrNothing(ReadOnlySpan<char> text) =>
        text.IsEmpty || (text[0] == ':' && !text[1..].ContainsAnyExceptInRange('0', '9'));

    private static bool HasForbiddenCharacter(ReadOnlySpan<char> host)
    {
        foreach (var c in host)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or '"' or '\\' or '^' or '`' or '{' or '|' or '}' or '[' or ']')
                return true;
        }

        return false;
    }
}
