using System.Collections.Immutable;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Tests.Pipeline.Builders;

/// <summary>Events of one visitor, at seconds after noon.</summary>
internal static class Visits
{
    public static DateTime At(double seconds) => Parsing.Now.AddSeconds(seconds);

    public static IngestEvent Pageview(string path, double at = 0, string host = "example.com", bool interactive = true) =>
        Event(IngestEvent.PageviewName, at, path, host, interactive);

    public static IngestEvent Custom(string name, double at = 0, bool interactive = true) => Event(name, at, "/", "example.com", interactive);

    public static IngestEvent Engagement(double at = 0, string name = IngestEvent.EngagementName) => Event(name, at, "/", "example.com", interactive: false);

    private static IngestEvent Event(string name, double at, string path, string host, bool interactive) => new()
    {
        Timestamp = At(at),
        Name = name,
        SiteId = 7,
        UserId = 11,
        Hostname = host,
        Pathname = path,
        Interactive = interactive,
        Props = ImmutableArray.Create(new Prop("from", path)),
        Visit = new VisitAttributes { ReferrerSource = name + path },
    };
}
