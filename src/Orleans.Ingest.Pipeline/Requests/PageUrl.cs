namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>The page of an event, as its row shows it.</summary>
/// <param name="Hostname">Host, lower-case, without <c>www.</c>, or <see cref="NoHost"/>.</param>
/// <param name="Pathname">Path, decoded; never empty.</param>
/// <param name="Query">Query, decoded.</param>
public readonly record struct PageUrl(string Hostname, string Pathname, QueryParameters Query)
{
    /// <summary>Hostname of a URL without a host.</summary>
    public const string NoHost = "(none)";

    /// <summary>Stands in for a URL that was refused, while the rest of the request is read.</summary>
    internal static readonly PageUrl Refused = new(NoHost, "/", QueryParameters.Empty);

    /// <summary>False when the URL names no host, as <c>about:config</c>.</summary>
    public bool HasHost => Hostname != NoHost;

    /// <summary>Reads the parts of a URL.</summary>
    internal static PageUrl From(UrlParts url, bool hashMode) =>
        new(HostnameOf(url.Host), PathnameOf(url, hashMode), QueryParameters.Parse(url.Query));

    private static string HostnameOf(ReadOnlySpan<char> host)
    {
        var name = UrlParts.WithoutWww(host);
        return name.IsEmpty ? NoHost : RecentTexts.Of(name).ToLowerInvariant();
    }

    private static string PathnameOf(UrlParts url, bool hashMode)
    {
        var path = PercentDecoder.Path(url.Path).TrimEnd();
        if (path.Length == 0)
            path = "/";

        return hashMode && !url.Fragment.IsEmpty ? $"{path}#{PercentDecoder.Path(url.Fragment)}" : path;
    }
}
