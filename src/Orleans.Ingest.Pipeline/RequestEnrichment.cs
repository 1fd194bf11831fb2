using Orleans.Ingest.Pipeline.Enrichment.Geo;
using Orleans.Ingest.Pipeline.Enrichment.Sources;
using Orleans.Ingest.Pipeline.Enrichment.UserAgents;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Pipeline;

/// <summary>What is found out about a request: each part at the first look, then the same for all of its sites.</summary>
internal sealed class RequestEnrichment(IngestRequest request, UserAgentParser userAgents, SourceResolver sources, IGeoLocator geo)
{
    private static readonly GeoInfo AnonymousVpn = GeoInfo.Unknown with { CountryCode = "A1" };

    private GeoInfo? _place;
    private UserAgentInfo? _userAgent;
    private VisitAttributes? _visit;
    private string? _rootDomain;

    /// <summary>The request that this is about.</summary>
    public IngestRequest Request => request;

    /// <summary>Where the visitor is.</summary>
    public GeoInfo Place => _place ??= request.Context switch
    {
        { IpClass: IpClass.AnonymousVpn } => AnonymousVpn,
        { Address: { } address } => geo.Locate(address),
        _ => GeoInfo.Unknown,
    };

    /// <summary>What the visitor uses.</summary>
    public UserAgentInfo UserAgent => _userAgent ??= userAgents.Parse(request.Context.UserAgent);

    /// <summary>Name of the bot that the user agent is of; null when it is none. Not remembered: only who asks why wants to know.</summary>
    public string? BotName => userAgents.BotName(request.Context.UserAgent);

    /// <summary>Root domain of the page.</summary>
    public string RootDomain => _rootDomain ??= Visitors.RootDomain.Of(request.Hostname);

    /// <summary>All attributes of the visit, by what the user agent says.</summary>
    public VisitAttributes Visit => _visit ??= sources.Resolve(request.Query, request.Referrer, request.Hostname) with
    {
        CountryCode = Place.CountryCode,
        Subdivision1Code = Place.Subdivision1Code,
        Subdivision2Code = Place.Subdivision2Code,
        CityGeonameId = Place.CityGeonameId,
        ScreenSize = UserAgent.ScreenSize,
        OperatingSystem = UserAgent.OperatingSystem,
        OperatingSystemVersion = UserAgent.OperatingSystemVersion,
        Browser = UserAgent.Browser,
        BrowserVersion = UserAgent.BrowserVersion,
    };

    /// <summary>All attributes of the visit for a site that reads client hints. Not remembered: another site of the request may not read them.</summary>
    public VisitAttributes VisitWith(ClientHints? hints)
    {
        if (hints is null) return Visit;
        var agent = userAgents.ParseWith(hints, request.Context.UserAgent);
        return Visit with
        {
            ScreenSize = agent.ScreenSize,
            OperatingSystemVersion = agent.OperatingSystemVersion,
            Browser = agent.Browser,
            BrowserVersion = agent.BrowserVersion,
        };
    }
}
