using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Pipeline.Enrichment.Sources;

/// <summary>Where a visit came from: referrer, source, campaign tags, click id and channel. Safe for concurrent use.</summary>
public sealed class SourceResolver
{
    // Most events have neither tag nor foreign referrer; they share this one.
    private static readonly VisitAttributes DirectVisit = new() { AcquisitionChannel = AcquisitionChannels.Direct };

    private static readonly string[] ClickIds = ["gclid", "gbraid", "wbraid", "msclkid", "fbclid", "twclid"];

    private readonly KnownSources _known;
    private readonly ChannelRules _channels;

    private SourceResolver(KnownSources known, SourceCategories categories)
    {
        _known = known;
        _channels = new(categories, known);
    }

    /// <summary>With the lists that come with the program. Reads them: make one and share it.</summary>
    public static SourceResolver CreateDefault() => new(KnownSources.Load(), SourceCategories.Load());

    /// <summary>The members of a visit that say where it came from; place and device are left empty.</summary>
    /// <param name="query">Of the page's URL. A tag that is present counts, even when empty.</param>
    /// <param name="referrer">As sent.</param>
    /// <param name="pageHostname">Host of the page; a referrer of the same host is internal.</param>
    public VisitAttributes Resolve(QueryParameters query, string? referrer, string pageHostname)
    {
        var isExternal = TryExternal(referrer, pageHostname, out var url);
        if (!isExternal && ReferenceEquals(query, QueryParameters.Empty))
            return DirectVisit;

        var storedReferrer = isExternal ? Stored(url) : "";
        var isTagged = query.TryGet("utm_source", out var tag) || query.TryGet("source", out tag) || query.TryGet("ref", out tag);
        var source = isTagged ? _known.OfTag(tag) : isExternal ? OfReferrer(url, storedReferrer) : "";
        var clickId = ClickId(query);
        var hasMedium = query.TryGet("utm_medium", out var medium);
        query.TryGet("utm_campaign", out var campaign);

        return new()
        {
            Referrer = storedReferrer,
            ReferrerSource = source,
            UtmSource = tag,
            UtmMedium = hasMedium ? medium : MediumOfClick(source, clickId),
            UtmCampaign = campaign,
            UtmContent = query.TryGet("utm_content", out var content) ? content : "",
            UtmTerm = query.TryGet("utm_term", out var term) ? term : "",
            ClickIdParam = clickId,
            AcquisitionChannel = _channels.Of(source, medium, campaign, tag, clickId),
        };
    }

    private static bool TryExternal(string? referrer, string pageHostname, out ReferrerUrl url) =>
        ReferrerUrl.TryParse(referrer, out url)
        && !url.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        && !url.Host.Equals(UrlParts.WithoutWww(pageHostname), StringComparison.OrdinalIgnoreCase);

    private string OfReferrer(ReferrerUrl url, string stored)
    {
        if (_known.OfReferrer(url) is { } name)
            return name;
        return url.Path.IsEmpty ? stored : stored[..^url.Path.Length];
    }

    private static string Stored(ReferrerUrl url)
    {
        var prefix = url.IsApp ? ReferrerUrl.AppPrefix.Length : 0;
        return string.Create(prefix + url.Host.Length + url.Path.Length, url, static (target, url) =>
        {
            if (url.IsApp)
            {
                ReferrerUrl.AppPrefix.CopyTo(target);
                target = target[ReferrerUrl.AppPrefix.Length..];
            }

            url.Host.ToLowerInvariant(target);
            url.Path.CopyTo(target[url.Host.Length..]);
        });
    }

    private static string ClickId(QueryParameters query)
    {
        foreach (var name in ClickIds)
        {
            if (query.TryGet(name, out _))
                return name;
        }

        return "";
    }

    // A click that an advertising network marked itself, on a link that nobody tagged.
    private static string MediumOfClick(string source, string clickId) => (source, clickId) switch
    {
        ("Google", "gclid") => "(gclid)",
        ("Bing", "msclkid") => "(msclkid)",
        _ => "",
    };
}
