using System.Collections.Immutable;
using System.Globalization;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Writing;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Dashboard;

/// <summary>
/// Visits whose numbers can be counted by hand, with the session rows that the service would write. Times are those of India (UTC+5:30), where not noted.
/// Visitors from <see cref="High"/> on are in the upper half of all ids: the one that a sample of 0.5 leaves out.
/// </summary>
internal static class DashboardTraffic
{
    public const ulong Site = 7;
    private const ulong OtherSite = 8;
    private const ulong High = 1UL << 63;
    private const int Groups = 4;

    private static readonly VisitAttributes _google = new()
    {
        Referrer = "google.com", ReferrerSource = "Google", AcquisitionChannel = "Organic Search",
        CountryCode = "DE", Subdivision1Code = "DE-BE", CityGeonameId = 2950159,
        ScreenSize = "Desktop", OperatingSystem = "Mac", OperatingSystemVersion = "10.15", Browser = "Chrome", BrowserVersion = "140.0",
    };

    private static readonly VisitAttributes _ad = new()
    {
        Referrer = "google.com", ReferrerSource = "Google", AcquisitionChannel = "Paid Search", UtmSource = "google", UtmMedium = "cpc", UtmCampaign = "spring", ClickIdParam = "gclid",
        CountryCode = "FR", ScreenSize = "Desktop", OperatingSystem = "Windows", OperatingSystemVersion = "11", Browser = "Firefox", BrowserVersion = "142.0",
    };

    private static readonly VisitAttributes _phone = new()
    {
        AcquisitionChannel = "Direct", CountryCode = "US", Subdivision1Code = "US-NY", CityGeonameId = 5128581,
        ScreenSize = "Mobile", OperatingSystem = "iOS", OperatingSystemVersion = "18.5", Browser = "Safari", BrowserVersion = "18.5",
    };

    private static readonly VisitAttributes _newsletter = _google with { Referrer = "", ReferrerSource = "newsletter", UtmSource = "newsletter", UtmMedium = "email", AcquisitionChannel = "Email" };

    private static readonly VisitAttributes _facebook = new()
    {
        Referrer = "facebook.com", ReferrerSource = "Facebook", AcquisitionChannel = "Organic Social", CountryCode = "DE",
        ScreenSize = "Mobile", OperatingSystem = "Android", OperatingSystemVersion = "14.0", Browser = "Chrome", BrowserVersion = "140.0",
    };

    private static readonly VisitAttributes _assistant = new()
    {
        Referrer = "chatgpt.com", ReferrerSource = "ChatGPT", AcquisitionChannel = "AI Assistants", CountryCode = "US",
        ScreenSize = "Desktop", OperatingSystem = "Windows", OperatingSystemVersion = "11", Browser = "Chrome", BrowserVersion = "140.0",
    };

    private static readonly VisitAttributes _unknown = new() { AcquisitionChannel = "Direct" };

    /// <summary>All of it, in the order of time, as several flush groups: sessions that go on are replaced in later ones.</summary>
    public static IEnumerable<GroupRows> InGroups()
    {
        var chunks = Chunks().ToArray();
        return chunks.Chunk((chunks.Length / Groups) + 1).Select((some, index) => ClickHouse.Groups.Of(queue: 3, 1000 + (ulong)(index * 1000), some));
    }

    private static IEnumerable<byte[]> Chunks()
    {
        var sessions = new Dictionary<ulong, SessionState>();
        var nextSession = 1001UL;
        foreach (var e in Visits().SelectMany(visit => visit).OrderBy(e => e.Timestamp))
        {
            var before = sessions.GetValueOrDefault(e.UserId);
            var step = SessionStep.Apply(before, e, nextSession);
            var session = step.Session!;
            if (step.IsNew) nextSession++;
            var writer = new ChunkPayloadWriter();
            writer.AddEvent(e, session, "example.org");
            if (step.RowChanged)
            {
                if (!step.IsNew) writer.AddSession(-1, before!);
                writer.AddSession(+1, session);
            }

            sessions[e.UserId] = session;
            yield return writer.ToPayload();
        }
    }

    private static IEnumerable<IngestEvent[]> Visits() =>
    [
        // Over midnight; a goal; the page on top is read twice.
        Visit(1, "2026-03-10T23:59:00+05:30", _google,
            View(0, "/"), Read(30, "/", 10, 30), Read(120, "/", 40, 30), View(120, "/pricing"), Goal(240, "Signup", "/pricing", null, ("plan", "pro"), ("author", "ann")), Read(300, "/pricing", 80, 90)),
        Visit(High + 1, "2026-03-11T11:30:00+05:30", _ad, View(0, "/pricing"), Read(30, "/pricing", 20, 30)),
        // Two purchases, one of them in another currency than the goal's.
        Visit(2, "2026-03-11T11:40:00+05:30", _phone,
            View(0, "/"), Read(300, "/", 30, 300), View(300, "/pricing"), Read(600, "/pricing", 50, 60), View(600, "/blog/a"),
            Goal(660, "Purchase", "/blog/a", new(19.90m, "EUR", 19.90m, "EUR"), ("plan", "pro")),
            Goal(720, "Purchase", "/blog/a", new(10m, "USD", 9m, "EUR"), ("plan", "basic")),
            Read(780, "/blog/a", 100, 120)),
        // The first visitor again.
        Visit(1, "2026-03-12T01:30:00+05:30", _newsletter, View(0, "/blog/a"), Goal(60, "Outbound Link: Click", "/blog/a", null, ("url", "https://x.example/"))),
        // Begins with an event that is no pageview.
        Visit(High + 2, "2026-03-12T08:30:00+05:30", _facebook, Goal(0, "Signup", "/thanks", null, ("plan", "basic")), View(60, "/thanks")),
        // Its scroll depth was not measured.
        Visit(3, "2026-03-13T15:30:00+05:30", _assistant, View(0, "/pricing"), Read(15, "/pricing", 255, 15)),
        // Over the end of the month; nothing is known of it.
        Visit(4, "2026-03-31T23:59:30+05:30", _unknown, View(0, "/"), View(60, "/pricing")),
        // The month before.
        Visit(5, "2026-02-10T10:00:00Z", _unknown, View(0, "/")),
        Visit(High + 6, "2026-02-20T10:00:00Z", _unknown, View(0, "/"), View(10, "/pricing")),
        // Berlin, when clocks were put back from 3 to 2, and forward from 2 to 3.
        Visit(7, "2025-10-26T02:30:00+02:00", _unknown, View(0, "/")),
        Visit(High + 8, "2025-10-26T02:30:00+01:00", _unknown, View(0, "/pricing")),
        Visit(9, "2025-03-30T01:59:59+01:00", _unknown, View(0, "/"), View(1, "/pricing")),
        [.. Visit(99, "2026-03-11T12:00:00+05:30", _google, View(0, "/"), Goal(60, "Signup", "/", null)).Select(e => e with { SiteId = OtherSite })],
    ];

    private static IngestEvent[] Visit(ulong visitor, string at, VisitAttributes visit, params IngestEvent[] events)
    {
        var start = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture).UtcDateTime;
        return [.. events.Select(e => e with { UserId = visitor, Timestamp = start + (e.Timestamp - DateTime.UnixEpoch), Visit = visit })];
    }

    private static IngestEvent View(int second, string path) => Event(second, IngestEvent.PageviewName, path);

    private static IngestEvent Read(int second, string path, byte depth, uint seconds) =>
        Event(second, IngestEvent.EngagementName, path) with { ScrollDepth = depth, EngagementTime = seconds * 1000 };

    private static IngestEvent Goal(int second, string name, string path, Revenue? revenue, params (string Key, string Value)[] props) =>
        Event(second, name, path) with { Revenue = revenue, Props = [.. props.Select(prop => new Prop(prop.Key, prop.Value))] };

    private static IngestEvent Event(int second, string name, string path) =>
        new() { Timestamp = DateTime.UnixEpoch.AddSeconds(second), Name = name, SiteId = Site, UserId = 0, Hostname = "example.org", Pathname = path, Visit = VisitAttributes.Empty };
}
