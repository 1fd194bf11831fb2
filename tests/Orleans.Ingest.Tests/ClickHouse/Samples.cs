using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Tests.ClickHouse;

/// <summary>Events and sessions as the pipeline hands them to the encoder.</summary>
internal static class Samples
{
    public static readonly DateTime Noon = new(2026, 3, 14, 12, 0, 30, DateTimeKind.Utc);

    public static readonly VisitAttributes Visit = new()
    {
        Referrer = "example.com/a",
        ReferrerSource = "Google",
        UtmMedium = "cpc",
        UtmSource = "adwords",
        UtmCampaign = "spring",
        UtmContent = "banner",
        UtmTerm = "shoes",
        ClickIdParam = "gclid",
        AcquisitionChannel = "Paid Search",
        CountryCode = "DE",
        Subdivision1Code = "DE-BE",
        Subdivision2Code = "DE-BE2",
        CityGeonameId = 2950159,
        ScreenSize = "Desktop",
        OperatingSystem = "Mac",
        OperatingSystemVersion = "10.13",
        Browser = "Chrome",
        BrowserVersion = "70.0",
    };

    public static IngestEvent Pageview(string path = "/", DateTime? at = null) => new()
    {
        Timestamp = at ?? Noon,
        Name = "pageview",
        SiteId = 7,
        UserId = 41,
        Hostname = "example.org",
        Pathname = path,
        TrackerScriptVersion = 12,
        Visit = Visit,
    };

    public static SessionState Session(int events = 1, DateTime? start = null) => new()
    {
        SessionId = 99,
        SiteId = 7,
        UserId = 42,
        Start = start ?? Noon,
        Timestamp = (start ?? Noon).AddSeconds(events - 1),
        LastActivity = (start ?? Noon).AddSeconds(events - 1),
        Hostname = "example.org",
        EntryPage = "/",
        ExitPage = "/",
        ExitPageHostname = "example.org",
        IsBounce = events == 1,
        Pageviews = events,
        Events = events,
        Duration = (uint)(events - 1),
        Visit = Visit,
    };
}
