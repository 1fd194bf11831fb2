using Orleans.Ingest.Pipeline;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Contracts.Serialization;

/// <summary><see cref="VisitAttributes"/> on the wire.</summary>
[GenerateSerializer, Alias("ingest.VisitAttributes")]
public struct VisitAttributesSurrogate
{
    /// <summary>See <see cref="VisitAttributes.Referrer"/>.</summary>
    [Id(0)] public string Referrer;
    /// <summary>See <see cref="VisitAttributes.ReferrerSource"/>.</summary>
    [Id(1)] public string ReferrerSource;
    /// <summary>See <see cref="VisitAttributes.UtmMedium"/>.</summary>
    [Id(2)] public string UtmMedium;
    /// <summary>See <see cref="VisitAttributes.UtmSource"/>.</summary>
    [Id(3)] public string UtmSource;
    /// <summary>See <see cref="VisitAttributes.UtmCampaign"/>.</summary>
    [Id(4)] public string UtmCampaign;
    /// <summary>See <see cref="VisitAttributes.UtmContent"/>.</summary>
    [Id(5)] public string UtmContent;
    /// <summary>See <see cref="VisitAttributes.UtmTerm"/>.</summary>
    [Id(6)] public string UtmTerm;
    /// <summary>See <see cref="VisitAttributes.ClickIdParam"/>.</summary>
    [Id(7)] public string ClickIdParam;
    /// <summary>See <see cref="VisitAttributes.AcquisitionChannel"/>.</summary>
    [Id(8)] public string AcquisitionChannel;
    /// <summary>See <see cref="VisitAttributes.CountryCode"/>.</summary>
    [Id(9)] public string CountryCode;
    /// <summary>See <see cref="VisitAttributes.Subdivision1Code"/>.</summary>
    [Id(10)] public string Subdivision1Code;
    /// <summary>See <see cref="VisitAttributes.Subdivision2Code"/>.</summary>
    [Id(11)] public string Subdivision2Code;
    /// <summary>See <see cref="VisitAttributes.CityGeonameId"/>.</summary>
    [Id(12)] public uint CityGeonameId;
    /// <summary>See <see cref="VisitAttributes.ScreenSize"/>.</summary>
    [Id(13)] public string ScreenSize;
    /// <summary>See <see cref="VisitAttributes.OperatingSystem"/>.</summary>
    [Id(14)] public string OperatingSystem;
    /// <summary>See <see cref="VisitAttributes.OperatingSystemVersion"/>.</summary>
    [Id(15)] public string OperatingSystemVersion;
    /// <summary>See <see cref="VisitAttributes.Browser"/>.</summary>
    [Id(16)] public string Browser;
    /// <summary>See <see cref="VisitAttributes.BrowserVersion"/>.</summary>
    [Id(17)] public string BrowserVersion;
}

/// <summary>Converts between <see cref="VisitAttributes"/> and its form on the wire. A session keeps what came with its first event: texts that are the same are one for all sessions.</summary>
[RegisterConverter]
public sealed class VisitAttributesConverter : IConverter<VisitAttributes, VisitAttributesSurrogate>
{
    /// <inheritdoc />
    public VisitAttributes ConvertFromSurrogate(in VisitAttributesSurrogate surrogate) => new()
    {
        Referrer = RecentTexts.Of(surrogate.Referrer),
        ReferrerSource = RecentTexts.Of(surrogate.ReferrerSource),
        UtmMedium = RecentTexts.Of(surrogate.UtmMedium),
        UtmSource = RecentTexts.Of(surrogate.UtmSource),
        UtmCampaign = RecentTexts.Of(surrogate.UtmCampaign),
        UtmContent = RecentTexts.Of(surrogate.UtmContent),
        UtmTerm = RecentTexts.Of(surrogate.UtmTerm),
        ClickIdParam = RecentTexts.Of(surrogate.ClickIdParam),
        AcquisitionChannel = RecentTexts.Of(surrogate.AcquisitionChannel),
        CountryCode = RecentTexts.Of(surrogate.CountryCode),
        Subdivision1Code = RecentTexts.Of(surrogate.Subdivision1Code),
        Subdivision2Code = RecentTexts.Of(surrogate.Subdivision2Code),
        CityGeonameId = surrogate.CityGeonameId,
        ScreenSize = RecentTexts.Of(surrogate.ScreenSize),
        OperatingSystem = RecentTexts.Of(surrogate.OperatingSystem),
        OperatingSystemVersion = RecentTexts.Of(surrogate.OperatingSystemVersion),
        Browser = RecentTexts.Of(surrogate.Browser),
        BrowserVersion = RecentTexts.Of(surrogate.BrowserVersion),
    };

    /// <inheritdoc />
    public VisitAttributesSurrogate ConvertToSurrogate(in VisitAttributes value) => new()
    {
        Referrer = value.Referrer,
        ReferrerSource = value.ReferrerSource,
        UtmMedium = value.UtmMedium,
        UtmSource = value.UtmSource,
        UtmCampaign = value.UtmCampaign,
        UtmContent = value.UtmContent,
        UtmTerm = value.UtmTerm,
        ClickIdParam = value.ClickIdParam,
        AcquisitionChannel = value.AcquisitionChannel,
        CountryCode = value.CountryCode,
        Subdivision1Code = value.Subdivision1Code,
        Subdivision2Code = value.Subdivision2Code,
        CityGeonameId = value.CityGeonameId,
        ScreenSize = value.ScreenSize,
        OperatingSystem = value.OperatingSystem,
        OperatingSystemVersion = value.OperatingSystemVersion,
        Browser = value.Browser,
        BrowserVersion = value.BrowserVersion,
    };
}
